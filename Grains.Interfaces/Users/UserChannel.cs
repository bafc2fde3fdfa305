using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>An entry of a member's channel list.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="ReadTs">The last message that was read; 0 for none.</param>
/// <param name="ReadPosition">Its position: unread = message_count - this.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserChannel")]
public sealed record UserChannel([property: Id(0)] ChannelId Channel, [property: Id(1)] long ReadTs, [property: Id(2)] long ReadPosition);
