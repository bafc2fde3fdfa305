namespace OrleansSocial.Benchmarks.Scenarios;

/// <summary>How large and how long a run is.</summary>
/// <param name="Online">Members online in one channel, one scenario for each.</param>
/// <param name="Senders">Members of such a channel that post.</param>
/// <param name="Window">Posts under way at once, per sender.</param>
/// <param name="Channels">Channels of the many-channels scenario; 0 leaves it out.</param>
/// <param name="IdleSockets">Sockets of the idle and reconnect scenarios; 0 leaves them out.</param>
/// <param name="HeatUp">Load before everything else, until the hot code is compiled.</param>
/// <param name="WarmUp">Load before each measured window.</param>
/// <param name="Measured">Each measured window.</param>
internal sealed record ScenarioOptions(
    IReadOnlyList<int> Online,
    int Senders,
    int Window,
    int Channels,
    int IdleSockets,
    TimeSpan HeatUp,
    TimeSpan WarmUp,
    TimeSpan Measured);
