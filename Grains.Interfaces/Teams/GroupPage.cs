using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>A page of a team's user groups, ascending by id.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="HasMore">True when more follow the last one.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.GroupPage")]
public sealed record GroupPage([property: Id(0)] ImmutableArray<GroupView> Groups, [property: Id(1)] bool HasMore);
