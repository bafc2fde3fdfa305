namespace OrleansSocial.Benchmarks.Targets;

/// <summary>Somebody who was signed up for a run.</summary>
internal sealed record ProductMember(string Id, string Token);
