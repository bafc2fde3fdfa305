using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Storage.Writes;

namespace OrleansSocial.Grains.Writes;

/// <summary>
/// One connection's worth of a writer: at most one flush in flight; while it runs, what arrives becomes the next one. A flush whose
/// outcome is unknown is sent again, the same rows, before anything later of those chains.
/// </summary>
internal sealed partial class WriteLane
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ArmMax = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly LaneContext _context;
    private readonly ShardWriter _writer;
    private readonly LaneSession _session;
    private readonly LaneQueue _queue;
    private readonly LaneFigures _figures;
    private readonly List<PendingAppend> _flight = [];
    private readonly List<PendingAppend> _expired = [];
    private bool _running;
    private bool _stopped;
    private int _breaking;
    private Task _run = Task.CompletedTask;

    public WriteLane(ShardRoute route, LaneContext context, ShardWriter writer)
    {
        _context = context;
        _writer = writer;
        _session = new LaneSession(route, context);
        _queue = new LaneQueue(context.Options);
        _figures = new LaneFigures(context.TimeProvider, context.Instruments);
    }

    public LaneFigures Figures => _figures;

    /// <summary>Gets how long the oldest append that waits has waited.</summary>
    public TimeSpan QueueAge
    {
        get
        {
            lock (_gate)
            {
                return _queue.Oldest is { } oldest ? _context.TimeProvider.GetElapsedTime(oldest.Arrived) : TimeSpan.Zero;
            }
        }
    }

    public void Add(PendingAppend pending)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _queue.Add(pending);
                if (!_running)
                {
                    _running = true;

                    // Not on the caller's scheduler: a flush must not wait for a grain's turn.
                    _run = Task.Run(RunAsync);
                }

                return;
            }
        }

        Refuse(pending);
    }

    /// <summary>Ends sessions that block this lane, and refuses what has waited too long. Called a few times a second.</summary>
    public void Watch()
    {
        if (_session.TryGetFlush(out var pid, out var elapsed) && elapsed > ControlConnection.BlockedMax && Interlocked.Exchange(ref _breaking, 1) == 0)
        {
            _ = Task.Run(() => BreakAsync(pid));
        }

        List<PendingAppend> expired;
        lock (_gate)
        {
            _queue.TakeExpired(Deadline(), _expired);
            expired = _expired.Count == 0 ? _expired : [.. _expired];
        }

        foreach (var pending in expired)
        {
            Refuse(pending);
        }
    }

    /// <summary>Takes nothing more, and waits until what it has is settled or the time is over.</summary>
    public async Task StopAsync(TimeSpan drainMax)
    {
        Task run;
        lock (_gate)
        {
            _stopped = true;
            run = _run;
        }

        try
        {
            await run.WaitAsync(drainMax, _context.TimeProvider);
            await _session.CloseAsync();
        }
        catch (TimeoutException)
        {
            // The callers' keys let them send it again elsewhere.
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                _queue.Take(_flight);
                if (_flight.Count == 0)
                {
                    _running = false;
                    return;
                }
            }

            try
            {
                foreach (var round in _queue.Rounds(_flight))
                {
                    await FlushAsync(round);
                }
            }
            catch (Exception exception)
            {
                LogFailed(_context.Logger, exception, _writer.Key);
                _flight.ForEach(p => p.Fail(WriteOutcome.Unknown));
            }

            foreach (var pending in _flight)
            {
                _writer.Left(pending);
                pending.Complete(pending.Outcome == WriteOutcome.Busy ? _writer.RetryAfter() : TimeSpan.Zero);
            }
        }
    }

    /// <summary>Flushes until every part has its answer or its time is over.</summary>
    private async Task FlushAsync(FlushRound round)
    {
        for (var pause = PauseMin; ; pause = pause + pause < PauseMax ? pause + pause : PauseMax)
        {
            FailExpired(round);
            round = round.WithoutFailed();
            if (round.Parts.Count == 0)
            {
                return;
            }

            try
            {
                var started = _figures.Start();
                var answer = await _session.FlushAsync(round.Parts);
                _figures.Flushed(round.Rows, started);
                await SettleAsync(round, answer);
                return;
            }
            catch (FlushRefusedException exception) when (exception.Splits)
            {
                await SplitAsync(round, exception.SqlState);
                return;
            }
            catch (FlushRefusedException exception) when (!exception.Passes && round.Appends.TrueForAll(a => !a.Doubtful))
            {
                LogRefused(_context.Logger, exception, _writer.Key, round.Rows, exception.SqlState);
                RefuseRows(round, exception.SqlState);
                return;
            }
            catch (FlushRefusedException exception)
            {
                LogRefused(_context.Logger, exception, _writer.Key, round.Rows, exception.SqlState);
            }
            catch (FlushUnknownException exception)
            {
                LogUnknown(_context.Logger, exception, _writer.Key, round.Rows);
                round.Appends.ForEach(a => a.Doubtful = true);
            }
            catch (LaneDownException exception)
            {
                LogNoConnection(_context.Logger, exception, _writer.Key);
            }

            await Task.Delay(pause, _context.TimeProvider);
        }
    }

    private async Task SettleAsync(FlushRound round, FlushAnswer answer)
    {
        HashSet<ShardRoute>? behind = null;
        for (var i = 0; i < round.Parts.Count; i++)
        {
            var (part, pending, result) = (round.Parts[i], round.Appends[i], answer.Parts[i]);
            var epoch = part.Batch.Route.Epoch;
            pending.DatabaseTime = answer.DatabaseTime;
            if (result.Held)
            {
                pending.Set(part.First, result.Rows.Span);
                pending.PartSettled = true;
                CountRefusals(result.Rows.Span);
                continue;
            }

            pending.Fail(result.Fence.IsOpen(epoch) ? WriteOutcome.NotOwner : WriteOutcome.Moved);
            if (result.Fence.IsBehind(epoch))
            {
                (behind ??= []).Add(part.Batch.Route);
            }
        }

        foreach (var route in behind ?? [])
        {
            await ArmAsync(route);
        }
    }

    private async Task ArmAsync(ShardRoute route)
    {
        using var limit = new CancellationTokenSource(ArmMax, _context.TimeProvider);
        try
        {
            await _context.Fence.ArmAsync(route, limit.Token);
        }
        catch (Exception exception)
        {
            // The caller looks the route up again; the next flush that meets the fence tries again.
            LogNotArmed(_context.Logger, exception, _writer.Key);
        }
    }

    private async Task SplitAsync(FlushRound round, string sqlState)
    {
        if (round.Rows == 1)
        {
            RefuseRows(round, sqlState);
            return;
        }

        var (first, second) = round.Halve();
        await FlushAsync(first);
        await FlushAsync(second);
    }

    private void RefuseRows(FlushRound round, string sqlState)
    {
        for (var i = 0; i < round.Parts.Count; i++)
        {
            for (var row = 0; row < round.Parts[i].Count; row++)
            {
                round.Appends[i].Set(round.Parts[i].First + row, [new RowResult(RowStatus.Refused, 0, 0, sqlState)]);
                _context.Instruments.Refused("row");
            }
        }
    }

    private void CountRefusals(ReadOnlySpan<RowResult> rows)
    {
        foreach (var row in rows)
        {
            if (row.Status == RowStatus.Refused)
            {
                _context.Instruments.Refused("row");
            }
        }
    }

    private void FailExpired(FlushRound round)
    {
        var deadline = Deadline();
        foreach (var pending in round.Appends)
        {
            if (!pending.Failed && pending.Arrived < deadline)
            {
                // Never sent, or rolled back each time: then it is known that nothing is stored. Not so when a part of it was committed:
                // its chain would go on without those rows.
                pending.Fail(pending.Doubtful || pending.PartSettled ? WriteOutcome.Unknown : WriteOutcome.Busy);
                LogUnsettled(_context.Logger, _writer.Key, _context.Options.SettleMax);
            }
        }
    }

    private long Deadline() =>
        _context.TimeProvider.GetTimestamp() - (long)(_context.Options.SettleMax.TotalSeconds * _context.TimeProvider.TimestampFrequency);

    private void Refuse(PendingAppend pending)
    {
        _writer.Left(pending);
        _context.Instruments.Refused("busy");
        pending.Fail(WriteOutcome.Busy);
        pending.Complete(_writer.RetryAfter());
    }

    private async Task BreakAsync(int pid)
    {
        try
        {
            using var limit = new CancellationTokenSource(ArmMax, _context.TimeProvider);
            var ended = await _context.Controls.Of(_session.Instance).EndHoldersAsync(pid, limit.Token);
            if (ended > 0)
            {
                LogHoldersEnded(_context.Logger, _writer.Key, ended);
            }
        }
        catch (Exception exception)
        {
            LogNoConnection(_context.Logger, exception, _writer.Key);
        }
        finally
        {
            Volatile.Write(ref _breaking, 0);
        }
    }
}
