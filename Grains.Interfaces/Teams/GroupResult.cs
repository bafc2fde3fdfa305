namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>The outcome of a change of a user group.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Group">The group after the change, when there is no error.</param>
/// <param name="RetryAfter">For Busy and Unavailable: when to try again under the same key.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.GroupResult")]
public sealed record GroupResult([property: Id(0)] TeamError Error, [property: Id(1)] UserGroup? Group, [property: Id(2)] TimeSpan RetryAfter);
