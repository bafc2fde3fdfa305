using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>A thread that a member follows.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="ThreadTs">The thread's parent.</param>
/// <param name="ReadTs">The last reply that was read; a newer one is unread.</param>
/// <param name="SinceTs">Since when, microseconds since 1970.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ThreadFollow")]
public sealed record ThreadFollow(
    [property: Id(0)] ChannelId Channel,
    [property: Id(1)] long ThreadTs,
    [property: Id(2)] long ReadTs,
    [property: Id(3)] long SinceTs);
