namespace OrleansSocial.Benchmarks.Faults;

/// <summary>An answer of the public API to the watched team, whole, so that the checker can look for foreign texts.</summary>
public sealed record HttpEntry(double T, string Method, int Status, string Headers, string Body);
