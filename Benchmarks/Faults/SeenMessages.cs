namespace OrleansSocial.Benchmarks.Faults;

/// <summary>What one socket has been told of, so that a run knows when everything has arrived. It is not the checker.</summary>
public sealed class SeenMessages
{
    private readonly Lock _lock = new();
    private readonly HashSet<(string Channel, string Ts)> _seen = [];

    /// <summary>Notes a message.</summary>
    public void Add(string channel, string ts)
    {
        lock (_lock)
        {
            _seen.Add((channel, ts));
        }
    }

    /// <summary>Whether the message has come.</summary>
    public bool Has(string channel, string ts)
    {
        lock (_lock)
        {
            return _seen.Contains((channel, ts));
        }
    }
}
