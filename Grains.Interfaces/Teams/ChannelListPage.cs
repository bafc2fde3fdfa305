using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>A page of a team's channels that the caller may see, ascending by id.</summary>
/// <param name="Channels">The channels.</param>
/// <param name="HasMore">True when more follow the last one.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelListPage")]
public sealed record ChannelListPage([property: Id(0)] ImmutableArray<ChannelView> Channels, [property: Id(1)] bool HasMore);
