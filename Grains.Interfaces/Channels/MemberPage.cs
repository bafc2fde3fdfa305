using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A page of a channel's members, ascending by id.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Members">The members.</param>
/// <param name="HasMore">True when more follow the last one.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MemberPage")]
public sealed record MemberPage([property: Id(0)] PostError Error, [property: Id(1)] ImmutableArray<UserId> Members, [property: Id(2)] bool HasMore);
