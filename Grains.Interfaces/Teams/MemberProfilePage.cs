using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>A page of a team's members, ascending by id.</summary>
/// <param name="Members">The profiles.</param>
/// <param name="HasMore">True when more follow the last one.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MemberProfilePage")]
public sealed record MemberProfilePage([property: Id(0)] ImmutableArray<UserProfile> Members, [property: Id(1)] bool HasMore);
