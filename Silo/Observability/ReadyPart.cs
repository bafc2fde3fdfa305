namespace OrleansSocial.Silo.Observability;

/// <summary>One thing that this process needs.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Failure">What is wrong, or null.</param>
internal sealed record ReadyPart(string Name, string? Failure);
