using OrleansSocial.Benchmarks.Boot;
using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Mix;
using OrleansSocial.Benchmarks.Scenarios;
using OrleansSocial.Benchmarks.Storm;
using OrleansSocial.Benchmarks.Yardsticks;

namespace OrleansSocial.Benchmarks.Reporting;

/// <summary>One run as it is saved.</summary>
/// <param name="Machine">Where and from what it comes.</param>
/// <param name="Command">How to do it again.</param>
/// <param name="StartedAt">When.</param>
internal sealed record RunResults(MachineInfo Machine, string Command, DateTimeOffset StartedAt)
{
    /// <summary>Gets the raw inserts.</summary>
    public List<InsertSummary> Inserts { get; } = [];

    /// <summary>Gets the loads.</summary>
    public List<LoadSummary> Loads { get; } = [];

    /// <summary>Gets the idle sockets and reconnects.</summary>
    public List<IdleSummary> Idle { get; } = [];

    /// <summary>Gets the starts, by size of the team.</summary>
    public List<BootSummary> Boots { get; } = [];

    /// <summary>Gets the runs of the mix.</summary>
    public List<MixSummary> Mixes { get; } = [];

    /// <summary>Gets the storms.</summary>
    public List<StormSummary> Storms { get; } = [];

    /// <summary>Gets the comparisons.</summary>
    public List<Ratio> Ratios { get; } = [];
}
