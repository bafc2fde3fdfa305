using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Sets an entry of a member's channel list: table <c>user_channel</c> of the team's shard, derived from the truth.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Removed">True takes the entry away.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.UserChannelSet")]
public sealed record UserChannelSet([property: Id(0)] ChannelId Channel, [property: Id(1)] bool Removed) : RowEffect;
