namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>Mints message ids: microseconds since 1970, never one twice.</summary>
internal sealed class MessageMinter(TimeProvider time)
{
    private long _last;

    /// <summary>Mints the next one.</summary>
    public long Next()
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>Writes an id as the wire does.</summary>
    public static string Format(long ts) => $"{ts / 1_000_000}.{ts % 1_000_000:D6}";
}
