namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A channel as one member sees it.</summary>
/// <param name="Info">The description.</param>
/// <param name="IsMember">Whether the caller is in it.</param>
/// <param name="LatestTs">The newest event's ts; 0 for none.</param>
/// <param name="MessageCount">The count of messages that advance unread.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelView")]
public sealed record ChannelView(
    [property: Id(0)] ChannelInfo Info,
    [property: Id(1)] bool IsMember,
    [property: Id(2)] long LatestTs,
    [property: Id(3)] long MessageCount);
