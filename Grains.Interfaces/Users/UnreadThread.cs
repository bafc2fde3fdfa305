using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>A thread that a member follows and that has replies they have not read.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="ThreadTs">The thread's parent.</param>
/// <param name="Mentions">How many of the unread replies name the member; counted up to <see cref="MentionsMax"/>.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UnreadThread")]
public sealed record UnreadThread([property: Id(0)] ChannelId Channel, [property: Id(1)] long ThreadTs, [property: Id(2)] int Mentions)
{
    /// <summary>Where counting a thread's mentions ends.</summary>
    public const int MentionsMax = 100;
}
