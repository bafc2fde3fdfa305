using OrleansSocial.Benchmarks.Load;

namespace OrleansSocial.Benchmarks.Mix;

/// <summary>Times and errors of one kind of action.</summary>
internal sealed class ActionStats
{
    private readonly Lock _lock = new();

    /// <summary>Gets the times of those that went well.</summary>
    public LatencyRecorder Latencies { get; } = new();

    /// <summary>Gets how many failed.</summary>
    public long Errors { get; private set; }

    /// <summary>Gets why the first one failed.</summary>
    public string? FirstError { get; private set; }

    /// <summary>One went well.</summary>
    public void Done(long elapsed)
    {
        lock (_lock)
        {
            Latencies.Record(elapsed);
        }
    }

    /// <summary>One failed.</summary>
    public void Failed(string why)
    {
        lock (_lock)
        {
            Errors++;
            FirstError ??= why;
        }
    }
}
