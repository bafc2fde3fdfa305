using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>An entry of a member's channel list.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="ReadTs">The last message that was read; 0 for none.</param>
/// <param name="ReadPosition">Its position: unread = message_count - this.</param>
/// <param name="Others">Of a direct conversation: its members but for this one (this one alone, if there is nobody else); else empty.</param>
/// <param name="ClosedTs">The head of a direct conversation when the member closed it: it is open again when its head is newer. 0 for open.</param>
/// <param name="JoinTs">The join since which the member is in it.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserChannel")]
public sealed record UserChannel(
    [property: Id(0)] ChannelId Channel,
    [property: Id(1)] long ReadTs,
    [property: Id(2)] long ReadPosition,
    [property: Id(3)] ImmutableArray<UserId> Others,
    [property: Id(4)] long ClosedTs,
    [property: Id(5)] long JoinTs);
