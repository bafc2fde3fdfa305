using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>What is unread in a channel for one member.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Unread">How many counted messages are newer than what was read; tombstones among them included.</param>
/// <param name="Mentions">How many of them mention the member, by name or as everybody.</param>
/// <param name="LatestTs">The newest message that history shows; 0 for none.</param>
/// <param name="Info">The channel, when there is no error.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelCounts")]
public sealed record ChannelCounts(
    [property: Id(0)] PostError Error,
    [property: Id(1)] long Unread,
    [property: Id(2)] int Mentions,
    [property: Id(3)] long LatestTs,
    [property: Id(4)] ChannelInfo? Info)
{
    /// <summary>How many unread messages that mention a member are listed; beyond it the newest are.</summary>
    public const int MentionTsMax = 100;

    /// <summary>Gets the channel's newest event when the rest was read: what is newer is not in it.</summary>
    [Id(5)]
    public long HeadTs { get; init; }

    /// <summary>Gets the position of the newest counted message; less what was read it is <see cref="Unread"/>.</summary>
    [Id(6)]
    public long Position { get; init; }

    /// <summary>Gets the unread messages that mention the member, oldest first, at most <see cref="MentionTsMax"/>; none for direct conversations, where all do.</summary>
    [Id(7)]
    public ImmutableArray<long> MentionTs { get; init; } = [];

    /// <summary>A refusal.</summary>
    public static ChannelCounts Refused(PostError error) => new(error, 0, 0, 0, null);
}
