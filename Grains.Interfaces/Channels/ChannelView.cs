using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A channel as one member sees it.</summary>
/// <param name="Info">The description.</param>
/// <param name="IsMember">Whether the caller is in it.</param>
/// <param name="LatestTs">The newest event's ts; 0 for none.</param>
/// <param name="MessageCount">The count of messages that advance unread.</param>
/// <param name="Others">Of a direct conversation: its members but for the caller (the caller alone, if there is nobody else); else empty.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelView")]
public sealed record ChannelView(
    [property: Id(0)] ChannelInfo Info,
    [property: Id(1)] bool IsMember,
    [property: Id(2)] long LatestTs,
    [property: Id(3)] long MessageCount,
    [property: Id(4)] ImmutableArray<UserId> Others);
