using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>The outcome of a change of a member.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Member">The member after the change, when there is no error.</param>
/// <param name="RetryAfter">For Busy and Unavailable: when to try again under the same key.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MemberResult")]
public sealed record MemberResult([property: Id(0)] TeamError Error, [property: Id(1)] UserProfile? Member, [property: Id(2)] TimeSpan RetryAfter);
