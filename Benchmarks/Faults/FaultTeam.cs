namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A team that was made through the public API for fault runs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Domain">Its domain.</param>
/// <param name="Members">Who is in it.</param>
/// <param name="Channels">Their channels.</param>
/// <param name="Password">All members' password.</param>
public sealed record FaultTeam(
    string Id,
    string Domain,
    IReadOnlyList<FaultMember> Members,
    IReadOnlyList<FaultChannel> Channels,
    string Password);
