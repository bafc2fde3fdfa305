using Microsoft.Extensions.Logging;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>
/// The chains that this gateway follows: takes their events in order, sees holes and repairs them, and renews its interest.
/// Followers get every event of a chain once and in order (see InterestsTests). Owned by the delivery loop.
/// </summary>
internal sealed partial class Interests
{
    /// <summary>After so many repairs that bring nothing an event is taken as it is: no database row will ever fill that hole.</summary>
    public const int FruitlessRepairsMax = 5;

    private static readonly TimeSpan[] Pauses = [.. new[] { 100, 200, 400, 800, 1500 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    private readonly Dictionary<ChainId, ChannelInterest> _interests = [];
    private readonly HashSet<string> _lostOutboxes = new(StringComparer.Ordinal);
    private readonly RecentBudget _budget = new();
    private readonly RenewalQueue _renewals;
    private readonly EventRepair _repair;
    private readonly IEventChains _chains;
    private readonly IEventEncoder _encoder;
    private readonly DeliveryLoop _loop;
    private readonly GatewayDeliveryInstruments _instruments;
    private readonly ILogger<Interests> _logger;
    private readonly TimeProvider _clock;

    public Interests(
        IEventChains chains,
        IEventEncoder encoder,
        DeliveryLoop loop,
        EventRepair repair,
        GatewayDeliveryInstruments instruments,
        ILogger<Interests> logger,
        TimeProvider clock)
    {
        (_chains, _encoder, _loop, _repair, _instruments, _logger, _clock) = (chains, encoder, loop, repair, instruments, logger, clock);
        _renewals = new RenewalQueue(chains, loop, instruments, OnRenewed);
        loop.EveryTick(OnTick);
        instruments.Observe(() => _interests.Count, () => loop.Depth);
    }

    public int Count => _interests.Count;

    /// <summary>Starts to follow a chain; the follower is behind until it moves itself to the live ones.</summary>
    public ChannelInterest Follow(ChainId chain, IChainFollower follower)
    {
        if (!_interests.TryGetValue(chain, out var interest))
        {
            interest = new ChannelInterest(chain, Now(), _budget);
            _interests.Add(chain, interest);
            Renew(interest);
        }

        interest.UnusedSince = 0;
        follower.LiveIndex = -1;
        interest.Behind.Add(follower);
        return interest;
    }

    public void Unfollow(ChannelInterest interest, IChainFollower follower)
    {
        interest.Remove(follower);
        if (!interest.IsUsed)
        {
            interest.UnusedSince = Now();
        }
    }

    /// <summary>Takes what an outbox sent.</summary>
    public void Accept(EventBatch batch)
    {
        foreach (var e in batch.Events)
        {
            if (_interests.TryGetValue(e.Chain, out var interest))
            {
                Accept(interest, e);
            }
        }

        foreach (var signal in batch.Signals)
        {
            Accept(signal);
        }

        foreach (var chain in batch.Released)
        {
            if (_interests.TryGetValue(chain, out var interest))
            {
                Renew(interest);
            }
        }
    }

    private void Accept(ChainSignal signal)
    {
        if (_interests.TryGetValue(signal.Chain, out var interest) && interest.Live.Count > 0 && _encoder.Encode(signal) is { IsEmpty: false } frame)
        {
            foreach (var follower in interest.Live)
            {
                follower.OnSignal(signal, frame);
            }
        }
    }

    private long Now() => _clock.GetTimestamp();

    private void Accept(ChannelInterest interest, ChannelEvent e)
    {
        if (interest.IsKnown && e.EventTs <= interest.Last)
        {
            return;
        }

        if (interest.IsRepairing || !interest.IsKnown)
        {
            Keep(interest, e);
        }
        else if (e.PrevTs == interest.Last)
        {
            Publish(interest, e);
        }
        else
        {
            Keep(interest, e);
            Repair(interest);
        }
    }

    private static void Keep(ChannelInterest interest, ChannelEvent e)
    {
        if (interest.Waiting.Count < ChannelInterest.WaitingMax)
        {
            interest.Waiting.Enqueue(e);
        }
        else
        {
            interest.HasOverflown = true;
        }
    }

    private void Publish(ChannelInterest interest, ChannelEvent e)
    {
        interest.Last = e.EventTs;
        interest.ActiveAt = Now();
        if (!interest.IsUsed)
        {
            interest.Recent.Clear();
            return;
        }

        if (e is { Kind: EventKind.Deleted, TargetTs: { } deleted })
        {
            interest.Recent.Redact(deleted, _encoder.Encode);
        }

        var encoded = _encoder.Encode(e);
        interest.Recent.Add(e, encoded, interest.ActiveAt);
        var live = interest.Live;

        // Backwards: a follower that ends itself is replaced by one that has the event already.
        for (var i = live.Count - 1; i >= 0; i--)
        {
            if (i < live.Count)
            {
                live[i].OnEvent(e, encoded);
            }
        }
    }

    private void Repair(ChannelInterest interest)
    {
        if (interest.IsRepairing)
        {
            // The page under way may be older than what was just heard of.
            interest.RepairAgain = true;
            return;
        }

        interest.IsRepairing = true;
        _instruments.Repair();
        ReadOn(interest);
    }

    private void ReadOn(ChannelInterest interest) =>
        _repair.Read(interest.Chain, interest.Last, EventPage.EventsMax, page => OnPage(interest, page));

    private void OnPage(ChannelInterest interest, EventPage? page)
    {
        if (!interest.IsUsed && interest.UnusedSince != 0 && !_interests.ContainsKey(interest.Chain))
        {
            return;
        }

        if (page is null)
        {
            Later(interest, () => ReadOn(interest));
            return;
        }

        interest.Failures = 0;
        if (page.TooFar)
        {
            _instruments.Resync();
            LogTooFar(_logger, interest.Chain.GrainKey);
            interest.IsKnown = false;
            interest.IsRepairing = false;
            Renew(interest);
            return;
        }

        var before = interest.Last;
        foreach (var e in page.Events)
        {
            if (e.EventTs > interest.Last)
            {
                Publish(interest, e);
            }
        }

        interest.FruitlessRepairs = interest.Last > before ? 0 : interest.FruitlessRepairs + 1;
        if (page.HasMore && interest.Last > before)
        {
            ReadOn(interest);
            return;
        }

        EndRepair(interest);
    }

    private void EndRepair(ChannelInterest interest)
    {
        interest.IsRepairing = false;
        if (interest.HasOverflown || interest.RepairAgain)
        {
            // What did not fit, or was heard of meanwhile, is newer than all that waited.
            (interest.HasOverflown, interest.RepairAgain) = (false, false);
            Renew(interest);
        }

        while (interest.Waiting.TryPeek(out var e))
        {
            if (e.EventTs > interest.Last && e.PrevTs != interest.Last)
            {
                if (interest.FruitlessRepairs < FruitlessRepairsMax)
                {
                    interest.IsRepairing = true;
                    Later(interest, () => ReadOn(interest));
                    return;
                }

                LogUnknownHole(_logger, interest.Chain.GrainKey, interest.Last, e.EventTs);
                interest.FruitlessRepairs = 0;
            }

            interest.Waiting.Dequeue();
            if (e.EventTs > interest.Last)
            {
                Publish(interest, e);
            }
        }
    }

    private void Later(ChannelInterest interest, Action work) => _ = LaterAsync(Pause(interest), work);

    private async Task LaterAsync(TimeSpan pause, Action work)
    {
        await Task.Delay(pause, _clock);
        _loop.Post(work);
    }

    private static TimeSpan Pause(ChannelInterest interest) => Pauses[Math.Min(interest.Failures++, Pauses.Length - 1)];

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _clock.TimestampFrequency);

    [LoggerMessage(4010, LogLevel.Warning, "Chain {Chain}: the gap is too old to repair; its followers resync")]
    private static partial void LogTooFar(ILogger logger, string chain);

    [LoggerMessage(4011, LogLevel.Error, "Chain {Chain}: nothing is stored between {Last} and {EventTs}, yet the event names another one before it")]
    private static partial void LogUnknownHole(ILogger logger, string chain, long last, long eventTs);
}
