namespace OrleansSocial.Benchmarks.Load;

/// <summary>What all clients of one run share: whether to record, whether to stop, and the bound on what is under way.</summary>
internal sealed class LoadRun(long undeliveredMax)
{
    private volatile bool _recording;
    private volatile bool _stopped;

    /// <summary>Gets or sets a value indicating whether latencies are recorded: only in the measured window.</summary>
    public bool Recording
    {
        get => _recording;
        set => _recording = value;
    }

    /// <summary>Gets or sets a value indicating whether senders have to stop.</summary>
    public bool Stopped
    {
        get => _stopped;
        set => _stopped = value;
    }

    /// <summary>Gets the bound on deliveries under way.</summary>
    public DeliveryGate Gate { get; } = new(undeliveredMax);
}
