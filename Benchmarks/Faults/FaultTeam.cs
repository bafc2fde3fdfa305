namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A team that was made through the public API for fault runs.</summary>
public sealed record FaultTeam(
    string Id,
    string Domain,
    IReadOnlyList<FaultMember> Members,
    IReadOnlyList<FaultChannel> Channels);
