namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A member of a team under test, with what is needed to act as them.</summary>
public sealed record FaultMember(string Id, string Token, string Email);
