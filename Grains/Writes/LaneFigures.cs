namespace OrleansSocial.Grains.Writes;

/// <summary>What a lane has done. Written by the lane, read by anyone.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="instruments">The silo's figures.</param>
internal sealed class LaneFigures(TimeProvider timeProvider, WriteBatchInstruments instruments)
{
    // A flush counts for an eighth of the rate: it follows a change within a few flushes.
    private const double RateWeight = 0.125;

    private long _flushes;
    private long _rows;
    private long _ticks;
    private double _rowsPerSecond;

    public long Flushes => Interlocked.Read(ref _flushes);

    public long Rows => Interlocked.Read(ref _rows);

    public TimeSpan FlushTime => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <summary>Gets how many rows a second the lane's flushes take at present.</summary>
    public double RowsPerSecond => Volatile.Read(ref _rowsPerSecond);

    public long Start() => timeProvider.GetTimestamp();

    public void Flushed(int rows, long started)
    {
        var duration = timeProvider.GetElapsedTime(started);
        Interlocked.Increment(ref _flushes);
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _ticks, duration.Ticks);
        var rate = rows / Math.Max(duration.TotalSeconds, 1e-6);
        Volatile.Write(ref _rowsPerSecond, _rowsPerSecond == 0 ? rate : (_rowsPerSecond * (1 - RateWeight)) + (rate * RateWeight));
        instruments.Flushed(rows, duration);
    }
}
