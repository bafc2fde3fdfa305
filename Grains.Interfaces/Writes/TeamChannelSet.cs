using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Writes an entry of the team's channel directory: table <c>team_channel</c>; the name is unique in the team.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPrivate">True hides it from non-members.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="IsGeneral">True for the one channel that every member is in.</param>
/// <param name="IsArchived">True when it is closed for writes.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.TeamChannelSet")]
public sealed record TeamChannelSet(
    [property: Id(0)] ChannelId Channel,
    [property: Id(1)] string Name,
    [property: Id(2)] bool IsPrivate,
    [property: Id(3)] UserId Creator,
    [property: Id(4)] bool IsGeneral,
    [property: Id(5)] bool IsArchived) : RowEffect;
