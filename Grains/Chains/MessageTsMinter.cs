using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Grains.Chains;

/// <summary>
/// Mints the ts of one chain: strictly ascending microseconds whose lowest bit is the side.
/// Two masters never mint the same ts, and a chain never mints one twice: see MessageTsMinterTests.
/// </summary>
/// <param name="timeProvider">This process's clock; corrected by the database's.</param>
internal sealed class MessageTsMinter(TimeProvider timeProvider)
{
    /// <summary>How far ahead of the database's clock a ts may run, unless the chain itself is already further.</summary>
    public const long AheadMaxMicros = 5_000_000;

    private long _databaseTime;
    private long _databaseTimeReadAt;

    /// <summary>Gets the last ts of the chain.</summary>
    public long Last { get; private set; }

    /// <summary>Takes the database's clock as the measure: called with the answer of each flush and takeover.</summary>
    /// <param name="databaseTime">Microseconds since 1970.</param>
    public void Synchronise(long databaseTime)
    {
        if (databaseTime <= 0)
        {
            return;
        }

        _databaseTime = databaseTime;
        _databaseTimeReadAt = timeProvider.GetTimestamp();
    }

    /// <summary>Never mints at or below this ts: the head that was read at takeover.</summary>
    public void Observe(long ts) => Last = Math.Max(Last, ts);

    /// <summary>Mints the next ts.</summary>
    /// <param name="side">The side whose bit it carries.</param>
    public long Next(MasterSide side)
    {
        var bit = (long)side;
        var local = LocalMicros();

        // A clock that jumps ahead must not poison every later ts: the database's clock is the cap, carried on by the monotonic
        // clock, which does not jump. last + 2 is always allowed.
        var now = _databaseTime > 0 ? Math.Min(local, DatabaseMicros() + AheadMaxMicros) : local;
        var ts = (now & ~1L) | bit;
        if (ts <= Last)
        {
            ts = ((Last + 2) & ~1L) | bit;
        }

        Last = ts;
        return ts;
    }

    private long DatabaseMicros() =>
        _databaseTime + (timeProvider.GetElapsedTime(_databaseTimeReadAt).Ticks / TimeSpan.TicksPerMicrosecond);

    private long LocalMicros() => (timeProvider.GetUtcNow().Ticks / TimeSpan.TicksPerMicrosecond) - EpochMicros;

    private static readonly long EpochMicros = DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond;
}
