using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Sets a membership: table <c>channel_member</c> of the channel's shard, the truth.</summary>
/// <param name="User">The member.</param>
/// <param name="Inviter">Who invited, or null.</param>
/// <param name="Removed">True ends the membership.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelMemberSet")]
public sealed record ChannelMemberSet([property: Id(0)] UserId User, [property: Id(1)] UserId? Inviter, [property: Id(2)] bool Removed) : RowEffect;
