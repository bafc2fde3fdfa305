using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Storage.Tables;

/// <summary>An entry of a team's directory of channels.</summary>
/// <param name="Id">The channel.</param>
/// <param name="Name">Its name, unique in the team.</param>
/// <param name="IsPrivate">True hides it from non-members.</param>
/// <param name="IsGeneral">True for the one channel that every member is in.</param>
/// <param name="IsArchived">True when it is closed for writes.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="CreatedTs">When, microseconds since 1970.</param>
public sealed record TeamChannelEntry(ChannelId Id, string Name, bool IsPrivate, bool IsGeneral, bool IsArchived, UserId Creator, long CreatedTs);
