namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>The outcome of a change of a team that has nothing to show.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="RetryAfter">For Busy and Unavailable: when to try again under the same key.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.TeamResult")]
public sealed record TeamResult([property: Id(0)] TeamError Error, [property: Id(1)] TimeSpan RetryAfter);
