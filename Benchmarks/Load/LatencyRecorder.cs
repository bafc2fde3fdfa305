using System.Numerics;

namespace OrleansSocial.Benchmarks.Load;

/// <summary>Counts latencies in buckets that are at most 1.6 % wide. One writer; merge several to read them.</summary>
internal sealed class LatencyRecorder
{
    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;

    private long _sum;
    private readonly long[] _counts = new long[SubBuckets * 40];

    /// <summary>Gets how many were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>Gets their mean in milliseconds; null if nothing was recorded.</summary>
    public double? Mean => Count == 0 ? null : Math.Round(_sum / 1000.0 / Count, 3);

    /// <summary>Records one latency.</summary>
    /// <param name="elapsed">In ticks of TimeProvider.System.</param>
    public void Record(long elapsed)
    {
        var microseconds = Math.Max(0, (long)(elapsed * 1_000_000.0 / TimeProvider.System.TimestampFrequency));
        _counts[Math.Min(BucketOf(microseconds), _counts.Length - 1)]++;
        Count++;
        _sum += microseconds;
    }

    /// <summary>Adds another recorder's counts to this one's.</summary>
    public void Add(LatencyRecorder other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        _sum += other._sum;
    }

    /// <summary>Reads a percentile in milliseconds; null if nothing was recorded.</summary>
    /// <param name="percent">0 to 100.</param>
    public double? Percentile(double percent)
    {
        if (Count == 0)
        {
            return null;
        }

        var rank = (long)Math.Ceiling(Count * percent / 100);
        var bucket = 0;
        for (var seen = _counts[0]; seen < rank && bucket < _counts.Length - 1;)
        {
            seen += _counts[++bucket];
        }

        return Math.Round(LowestOf(bucket) / 1000.0, 3);
    }

    private static int BucketOf(long value)
    {
        if (value < SubBuckets)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - SubBucketBits;
        return (SubBuckets * (shift + 1)) + (int)((value >> shift) - SubBuckets);
    }

    private static double LowestOf(int bucket)
    {
        if (bucket < SubBuckets)
        {
            return bucket;
        }

        var shift = (bucket / SubBuckets) - 1;
        return (double)((long)((bucket % SubBuckets) + SubBuckets) << shift);
    }
}
