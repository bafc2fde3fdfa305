using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Sets an entry of a member's channel list: table <c>user_channel</c> of the team's shard, derived from the truth.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Removed">True takes the entry away.</param>
/// <param name="Others">Of a direct conversation: its members but for this one; else empty.</param>
/// <param name="ClosedTs">The head of a direct conversation when the member closed it; 0 for open.</param>
/// <param name="JoinTs">The join since which the member is in it.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserChannelSet")]
public sealed record UserChannelSet(
    [property: Id(0)] ChannelId Channel,
    [property: Id(1)] bool Removed,
    [property: Id(2)] ImmutableArray<UserId> Others,
    [property: Id(3)] long ClosedTs,
    [property: Id(4)] long JoinTs) : RowEffect;
