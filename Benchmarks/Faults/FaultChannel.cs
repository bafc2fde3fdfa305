namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A channel under test; <paramref name="Members"/> are indexes into the team's members.</summary>
public sealed record FaultChannel(string Id, string Name, IReadOnlyList<int> Members);
