namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A rule that was broken, how often, and the first cases.</summary>
public sealed record Finding(string Rule, int Count, IReadOnlyList<string> Examples);
