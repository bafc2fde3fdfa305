using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Writes;

/// <summary>Group commit for one side of one shard: a bounded queue, spread over lanes by the chain.</summary>
internal sealed class ShardWriter
{
    private static readonly TimeSpan RetryAfterMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromSeconds(30);

    private readonly LaneContext _context;
    private readonly WriteLane[] _lanes;
    private int _queueRows;
    private long _queueBytes;
    private long _refusals;

    public ShardWriter(ShardRoute route, LaneContext context)
    {
        _context = context;
        Key = route.WriterKey;
        _lanes = [.. Enumerable.Range(0, context.Options.Lanes).Select(_ => new WriteLane(route, context, this))];
    }

    public string Key { get; }

    public int QueueRows => Volatile.Read(ref _queueRows);

    public long QueueBytes => Volatile.Read(ref _queueBytes);

    public TimeSpan QueueAge => _lanes.Max(l => l.QueueAge);

    /// <summary>Queues an append. Completes when its flush is committed, or when it is known that it will not be.</summary>
    /// <exception cref="ArgumentException">The append breaks the contract: no rows, too many, or not in ts order.</exception>
    public Task<WriteReceipt> Append(WriteBatch batch)
    {
        var size = Validate(batch);
        var rows = Interlocked.Add(ref _queueRows, batch.Rows.Length);
        var bytes = Interlocked.Add(ref _queueBytes, size);
        if (rows > _context.Options.QueueRowsMax || bytes > _context.Options.QueueBytesMax)
        {
            return Busy(batch.Rows.Length, size);
        }

        var pending = new PendingAppend(batch, size, _context.TimeProvider.GetTimestamp());
        _lanes[LaneOf(batch.Chain.Id)].Add(pending);
        return pending.Receipt;
    }

    /// <summary>Gets when a refused caller should try again: when what waits now will have been flushed, at least 1 s.</summary>
    public TimeSpan RetryAfter()
    {
        var rate = _lanes.Sum(l => l.Figures.RowsPerSecond);
        var drain = rate > 0 ? TimeSpan.FromSeconds(Math.Min(QueueRows / rate, RetryAfterMax.TotalSeconds)) : RetryAfterMin;
        return drain < RetryAfterMin ? RetryAfterMin : drain;
    }

    /// <summary>Counts an append that has left the queue.</summary>
    public void Left(PendingAppend pending)
    {
        Interlocked.Add(ref _queueRows, -pending.Batch.Rows.Length);
        Interlocked.Add(ref _queueBytes, -pending.SizeBytes);
    }

    /// <summary>Looks after flushes that hang and appends that have waited too long.</summary>
    public void Watch()
    {
        foreach (var lane in _lanes)
        {
            lane.Watch();
        }
    }

    public WriterStats Stats(string silo)
    {
        var flushes = _lanes.Sum(l => l.Figures.Flushes);
        var rows = _lanes.Sum(l => l.Figures.Rows);
        var time = _lanes.Sum(l => l.Figures.FlushTime.TotalMilliseconds);
        return new WriterStats(
            silo, Key, QueueRows, QueueBytes, QueueAge, flushes, rows, Interlocked.Read(ref _refusals),
            flushes == 0 ? 0 : (double)rows / flushes, flushes == 0 ? 0 : time / flushes);
    }

    public Task StopAsync(TimeSpan drainMax) => Task.WhenAll(_lanes.Select(l => l.StopAsync(drainMax)));

    private int LaneOf(string chain)
    {
        // Not string.GetHashCode: the lane of a chain should not depend on the process, so that figures can be compared.
        uint hash = 2_166_136_261;
        foreach (var c in chain)
        {
            hash = (hash ^ c) * 16_777_619;
        }

        return (int)(hash % (uint)_lanes.Length);
    }

    private Task<WriteReceipt> Busy(int rows, int size)
    {
        var retryAfter = RetryAfter();
        Interlocked.Add(ref _queueRows, -rows);
        Interlocked.Add(ref _queueBytes, -size);
        Interlocked.Increment(ref _refusals);
        _context.Instruments.Refused("busy");
        return Task.FromResult(new WriteReceipt(WriteOutcome.Busy, [], 0, retryAfter));
    }

    private static int Validate(WriteBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Rows.IsDefaultOrEmpty || batch.Rows.Length > WriteBatch.RowsMax)
        {
            throw new ArgumentException($"An append has 1 to {WriteBatch.RowsMax} rows.", nameof(batch));
        }

        var size = 0;
        long last = 0;
        foreach (var row in batch.Rows)
        {
            if (row.Ts <= last)
            {
                throw new ArgumentException("The rows of an append are in ascending ts order.", nameof(batch));
            }

            last = row.Ts;
            size += row.SizeBytes;
        }

        return size;
    }
}
