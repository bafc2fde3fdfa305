namespace OrleansSocial.Benchmarks.Mix;

/// <summary>What a run of the mix showed. CPU in seconds of one core, memory in megabytes.</summary>
/// <param name="Users">People with a token and a live socket.</param>
/// <param name="Teams">Their teams.</param>
/// <param name="PauseSeconds">Mean pause of a person between two actions.</param>
/// <param name="Seconds">The measured window.</param>
/// <param name="ActionsPerSecond">Actions that went well.</param>
/// <param name="DeliveriesPerSecond">Posts that arrived at sockets.</param>
/// <param name="DeliveryP50">Post to arrival, median of the sampled sockets.</param>
/// <param name="DeliveryP99">Post to arrival, 99th percentile.</param>
/// <param name="All">All actions together.</param>
/// <param name="Actions">By kind.</param>
/// <param name="ServerCpu">The server.</param>
/// <param name="PostgresCpu">PostgreSQL.</param>
/// <param name="ClientCpu">The load generator.</param>
/// <param name="OtherCpu">Everything else on the machine.</param>
/// <param name="ServerMegabytes">The server's resident memory at the end.</param>
/// <param name="Faults">Frames that must not have come: out of order, twice on one connection, of another team, resync, goodbye, and sockets that the server ended.</param>
/// <param name="FirstFaults">The first of them.</param>
internal sealed record MixSummary(
    int Users,
    int Teams,
    double PauseSeconds,
    double Seconds,
    double ActionsPerSecond,
    double DeliveriesPerSecond,
    double? DeliveryP50,
    double? DeliveryP99,
    ActionSummary All,
    IReadOnlyList<ActionSummary> Actions,
    double ServerCpu,
    double PostgresCpu,
    double ClientCpu,
    double OtherCpu,
    double ServerMegabytes,
    long Faults,
    IReadOnlyList<string> FirstFaults)
{
    /// <summary>What the mean of all actions is to be under, in milliseconds.</summary>
    public const double MeanGoal = 20;

    /// <summary>What the 99th percentile of all actions is to be under, in milliseconds.</summary>
    public const double P99Goal = 200;
}
