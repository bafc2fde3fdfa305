using Microsoft.Extensions.Logging;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Grains.Chains;

/// <summary>
/// One chain as its activation writes it: owns the head, mints, keeps exactly one append outstanding, walks its results in ts order
/// (own state, tail, outboxes, callers) and answers repairs. Not thread-safe: it lives on its grain's scheduler.
/// </summary>
internal sealed partial class EventChain
{
    /// <summary>The most rows that wait in one chain.</summary>
    public const int QueueRowsMax = 2_000;

    /// <summary>The most bytes that wait in one chain.</summary>
    public const int QueueBytesMax = 4 * 1024 * 1024;

    /// <summary>The most events that a repair walks through; a longer gap is a resync.</summary>
    public const int RepairEventsMax = 10_000;

    // An append stays well under the flush's bound of 1 MiB.
    private const int AppendBytesMax = 512 * 1024;

    private static readonly TimeSpan RepairAgeMax = TimeSpan.FromHours(24);
    private static readonly TimeSpan MovedTimeMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfterDefault = TimeSpan.FromSeconds(1);

    private readonly ChainServices _services;
    private readonly ILogger _logger;
    private readonly ChannelId? _channel;
    private readonly Action _giveUp;
    private readonly MessageTsMinter _minter;
    private readonly Queue<Pending> _queue = new();
    private readonly Dictionary<Guid, Pending> _pendingByKey = [];
    private readonly Guid _owner = Guid.CreateVersion7();
    private ShardRoute? _route;
    private long _keptSince;
    private long _queueBytes;
    private Task _pump = Task.CompletedTask;
    private bool _broken;

    /// <summary>Initializes the chain.</summary>
    /// <param name="id">The chain.</param>
    /// <param name="services">What chains need.</param>
    /// <param name="logger">The grain's logger.</param>
    /// <param name="giveUp">Called once when the activation must end: another owns the head, or an append was not settled.</param>
    public EventChain(ChainId id, ChainServices services, ILogger logger, Action giveUp)
    {
        Id = id;
        _services = services;
        _logger = logger;
        _giveUp = giveUp;
        _channel = id.Kind is 'C' or 'G' or 'D' ? new ChannelId(id.Id) : null;
        _minter = new MessageTsMinter(services.TimeProvider);
        Interests = new ChainInterests(id, services.Outboxes, services.TimeProvider);
    }

    /// <summary>Gets the id of this silo's outboxes.</summary>
    public string OutboxId => _services.Outboxes.OutboxId;

    /// <summary>Gets the chain's name.</summary>
    public ChainId Id { get; }

    /// <summary>Gets the event_ts of the newest committed event.</summary>
    public long Head { get; private set; }

    /// <summary>Gets the count of messages that advance unread.</summary>
    public long MessageCount { get; private set; }

    /// <summary>Gets whether the head exists and is owned.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Gets the recent events.</summary>
    public ChainTail Tail { get; } = new();

    /// <summary>Gets the gateways that follow.</summary>
    public ChainInterests Interests { get; }

    /// <summary>Gets the route that the chain was last found at.</summary>
    public async ValueTask<ShardRoute> Route(CancellationToken cancellationToken = default) =>
        _route = await _services.ShardMap.Find(Id.Team, _channel, cancellationToken);

    /// <summary>Takes the head over and reads the tail after it (a tail read in the same statement ended before the head).</summary>
    /// <param name="mayCreate">Asked when there is no head: whether the chain is known elsewhere, so that its head is to be made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when there is no such chain.</returns>
    public async Task<bool> Open(Func<Task<bool>> mayCreate, CancellationToken cancellationToken)
    {
        var head = await TakeOver(create: false, cancellationToken);
        if (head is null && await mayCreate())
        {
            head = await TakeOver(create: true, cancellationToken);
        }

        if (head is null)
        {
            return false;
        }

        _services.Instruments.TakeOvers.Add(1);
        _minter.Synchronise(head.DatabaseTime);
        _minter.Observe(head.LastEventTs);
        Head = head.LastEventTs;
        MessageCount = head.MessageCount;

        // Of what is older than a day and before the head the database may have let go: the tail that is read now says nothing about it.
        _keptSince = Math.Min(RepairableSince(), Head);
        foreach (var known in await _services.Events.Newest(await Route(cancellationToken), Id, ChainTail.EventsMax, cancellationToken))
        {
            Tail.Add(known);
        }

        IsOpen = true;
        return true;
    }

    /// <summary>Queues a row and completes when it is settled. A row whose key is already waiting joins that one.</summary>
    public Task<AppendResult> Append(NewRow row)
    {
        if (_broken || !IsOpen)
        {
            return Task.FromResult(new AppendResult(AppendStatus.Unavailable, 0, 0, RetryAfterDefault));
        }

        if (_pendingByKey.TryGetValue(row.DedupeKey, out var same))
        {
            return same.Completion.Task;
        }

        // Refuse before minting: a ts that was handed out and then refused helps nobody.
        if (_queue.Count >= QueueRowsMax || _queueBytes >= QueueBytesMax)
        {
            _services.Instruments.Refusals.Add(1);
            return Task.FromResult(new AppendResult(AppendStatus.Busy, 0, 0, RetryAfterDefault));
        }

        var pending = new Pending(row, row.WithTs(_minter.Next(_route!.Side)));
        _queue.Enqueue(pending);
        _queueBytes += pending.Row.SizeBytes;
        _pendingByKey.Add(row.DedupeKey, pending);
        _services.Instruments.PendingRows.Add(1);
        if (_pump.IsCompleted)
        {
            _pump = Pump();
        }

        return pending.Completion.Task;
    }

    /// <summary>Reads the events after one.</summary>
    public async Task<EventPage> Since(long eventTs, int countMax)
    {
        countMax = Math.Clamp(countMax, 1, EventPage.EventsMax);
        if (!IsOpen || eventTs >= Head)
        {
            return new EventPage([], HasMore: false, TooFar: false);
        }

        List<ChannelEvent> events;
        if (eventTs >= Tail.ReachesBackTo && (eventTs == 0 || eventTs >= _keptSince))
        {
            _services.Instruments.RepairsFromTail.Add(1);
            events = Tail.After(eventTs, countMax);
        }
        else
        {
            _services.Instruments.RepairsFromDatabase.Add(1);
            var route = await Route();
            if (await IsTooFar(route, eventTs))
            {
                return new EventPage([], HasMore: false, TooFar: true);
            }

            // Rows that are committed but not yet walked here have no place in the chain yet: they come as live events.
            var head = Head;
            events = await _services.Events.Since(route, Id, eventTs, countMax, CancellationToken.None);
            events.RemoveAll(e => e.EventTs > head);
        }

        EventPage.Cut(events);
        if (events.Count > 0 && events[0].PrevTs != eventTs)
        {
            events[0] = events[0] with { PrevTs = eventTs };
        }

        return new EventPage([.. events], events.Count > 0 && events[^1].EventTs < Head, TooFar: false);
    }

    /// <summary>Finishes what is queued and lets the gateways know; called when the activation ends.</summary>
    public async Task Close(CancellationToken cancellationToken)
    {
        try
        {
            await _pump.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogClosedWithPendingRows(Id.GrainKey, _queue.Count);
        }

        FailEverything(new AppendResult(AppendStatus.Unavailable, 0, 0, RetryAfterDefault));
        Interests.Release();
    }

    private long RepairableSince() => _services.TimeProvider.GetUtcNow().Subtract(RepairAgeMax).ToUnixTimeMilliseconds() * 1000;

    private async Task<bool> IsTooFar(ShardRoute route, long eventTs) =>
        (eventTs != 0 && eventTs < RepairableSince())
        || await _services.Events.CountSince(route, Id, eventTs, RepairEventsMax + 1, CancellationToken.None) > RepairEventsMax;

    private async Task<ChainHead?> TakeOver(bool create, CancellationToken cancellationToken)
    {
        while (true)
        {
            var route = await Route(cancellationToken);
            try
            {
                return await _services.Heads.TakeOver(route, Id, _owner, create, cancellationToken);
            }
            catch (MovedException)
            {
                _services.ShardMap.Forget(route);
                await Task.Delay(TimeSpan.FromMilliseconds(50), _services.TimeProvider, cancellationToken);
            }
        }
    }

    private async Task Pump()
    {
        // Callers of one turn share an append: the first await lets them all queue.
        while (_queue.Count > 0 && !_broken)
        {
            var batch = TakeBatch();
            try
            {
                Walk(batch, await Send(batch));
            }
            catch (Exception exception)
            {
                // The activation's own state may be half changed: what is committed is in the database, the next one reads it.
                LogWalkFailed(exception, Id.GrainKey);
                GiveUp(batch);
            }
        }
    }

    private List<Pending> TakeBatch()
    {
        var batch = new List<Pending>(Math.Min(_queue.Count, WriteBatch.RowsMax));
        var bytes = 0;
        while (batch.Count < WriteBatch.RowsMax && _queue.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Row.SizeBytes <= AppendBytesMax))
        {
            batch.Add(_queue.Dequeue());
            bytes += next.Row.SizeBytes;
        }

        return batch;
    }

    private async Task<WriteReceipt> Send(List<Pending> batch)
    {
        var rows = batch.ConvertAll(p => p.Row);
        var started = _services.TimeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                var route = await Route();
                var writer = _services.GrainFactory.GetGrain<IShardWriterGrain>(route.WriterKey);
                var receipt = await writer.Append(new WriteBatch(Id, route, _owner, [.. rows]));
                if (receipt.Outcome != WriteOutcome.Moved)
                {
                    return receipt;
                }

                _services.ShardMap.Forget(route);
            }
            catch (Exception exception)
            {
                LogAppendFailed(exception, Id.GrainKey);
                return new WriteReceipt(WriteOutcome.Unknown, [], 0, RetryAfterDefault);
            }

            if (_services.TimeProvider.GetElapsedTime(started) > MovedTimeMax)
            {
                return new WriteReceipt(WriteOutcome.Unknown, [], 0, RetryAfterDefault);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), _services.TimeProvider);
        }
    }

    private void Walk(List<Pending> batch, WriteReceipt receipt)
    {
        _minter.Synchronise(receipt.DatabaseTime);
        switch (receipt.Outcome)
        {
            case WriteOutcome.Done:
                for (var i = 0; i < batch.Count; i++)
                {
                    Settle(batch[i], receipt.Rows[i]);
                }

                break;
            case WriteOutcome.Busy:
                batch.ForEach(p => Complete(p, new AppendResult(AppendStatus.Busy, 0, 0, receipt.RetryAfter)));
                break;
            case WriteOutcome.NotOwner:
                _services.Instruments.OwnersLost.Add(1);
                LogOwnerLost(Id.GrainKey);
                GiveUp(batch);
                break;
            case WriteOutcome.Moved:
            case WriteOutcome.Unknown:
                LogAppendUnknown(Id.GrainKey, batch.Count);
                GiveUp(batch);
                break;
        }
    }

    private void Settle(Pending pending, RowResult result)
    {
        switch (result.Status)
        {
            case RowStatus.Stored:
                Publish(pending, result);
                Complete(pending, new AppendResult(AppendStatus.Stored, result.Ts, result.Position, default));
                break;
            case RowStatus.Duplicate:
                Complete(pending, new AppendResult(AppendStatus.Duplicate, result.Ts, result.Position, default));
                break;
            case RowStatus.Refused:
                LogRowRefused(Id.GrainKey, pending.Row.Kind, result.Reason ?? "");
                Complete(pending, new AppendResult(AppendStatus.Refused, 0, 0, default));
                break;
        }
    }

    private void Publish(Pending pending, RowResult result)
    {
        var row = pending.Row;
        var published = new ChannelEvent(
            Id, row.Ts, Head, row.Kind, row.Author, row.TargetTs, row.ThreadTs, row.Body, row.Extras, result.Position)
        {
            Thread = pending.New.Thread?.Invoke(),
            LatestTs = pending.New.LatestTs?.Invoke(),
            Replies = pending.New.Replies?.Invoke(),
        };
        Head = row.Ts;
        if (row.Counts)
        {
            MessageCount = result.Position;
        }

        Tail.Add(published);
        pending.New.Apply?.Invoke(published);
        Interests.Publish(published);
    }

    private void GiveUp(List<Pending> batch)
    {
        var unavailable = new AppendResult(AppendStatus.Unavailable, 0, 0, RetryAfterDefault);
        _broken = true;
        batch.ForEach(p => Complete(p, unavailable));
        FailEverything(unavailable);
        _giveUp();
    }

    private void FailEverything(AppendResult result)
    {
        _broken = true;
        while (_queue.TryDequeue(out var pending))
        {
            Complete(pending, result);
        }
    }

    private void Complete(Pending pending, AppendResult result)
    {
        if (!_pendingByKey.Remove(pending.Row.DedupeKey))
        {
            return;
        }

        _queueBytes -= pending.Row.SizeBytes;
        _services.Instruments.PendingRows.Add(-1);
        pending.Completion.TrySetResult(result);
    }

    private sealed record Pending(NewRow New, WriteRow Row)
    {
        public TaskCompletionSource<AppendResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
