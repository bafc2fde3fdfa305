using OrleansSocial.Benchmarks.Load;

namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>What the sockets of a crowd have got, all together.</summary>
internal sealed class CrowdCounts
{
    private const int FaultsKept = 20;

    private readonly Lock _lock = new();
    private readonly List<string> _faults = [];
    private long _deliveries;
    private long _presenceFrames;
    private long _presenceEntries;
    private long _bytes;
    private long _presenceBytes;
    private long _faultCount;

    /// <summary>Gets posts that arrived.</summary>
    public long Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>Gets presence frames that arrived.</summary>
    public long PresenceFrames => Volatile.Read(ref _presenceFrames);

    /// <summary>Gets the members that these frames named.</summary>
    public long PresenceEntries => Volatile.Read(ref _presenceEntries);

    /// <summary>Gets the bytes of all frames.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Gets the bytes of the presence frames.</summary>
    public long PresenceBytes => Volatile.Read(ref _presenceBytes);

    /// <summary>Gets frames that must not have come: out of order, twice, of another team, resync, goodbye.</summary>
    public long Faults => Volatile.Read(ref _faultCount);

    /// <summary>Gets or sets a value indicating whether latencies are kept.</summary>
    public bool Recording { get; set; }

    /// <summary>Gets how long posts took to arrive.</summary>
    public LatencyRecorder Latencies { get; } = new();

    /// <summary>Lists the first faults.</summary>
    public IReadOnlyList<string> FirstFaults()
    {
        lock (_lock)
        {
            return [.. _faults];
        }
    }

    /// <summary>A frame came.</summary>
    public void Frame(int bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>A post came.</summary>
    /// <param name="elapsed">Since it was sent, in ticks of TimeProvider.System; 0 to count it only.</param>
    public void Delivery(long elapsed)
    {
        Interlocked.Increment(ref _deliveries);
        if (Recording && elapsed > 0)
        {
            lock (_lock)
            {
                Latencies.Record(elapsed);
            }
        }
    }

    /// <summary>A presence frame came.</summary>
    public void Presence(int users, int bytes)
    {
        Interlocked.Increment(ref _presenceFrames);
        Interlocked.Add(ref _presenceEntries, users);
        Interlocked.Add(ref _presenceBytes, bytes);
    }

    /// <summary>Something came that must not have come.</summary>
    public void Fault(string what)
    {
        Interlocked.Increment(ref _faultCount);
        lock (_lock)
        {
            if (_faults.Count < FaultsKept)
            {
                _faults.Add(what);
            }
        }
    }
}
