using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Storage.Tables;

/// <summary>What an invite gives whoever uses it.</summary>
/// <param name="Team">The team.</param>
/// <param name="By">Who made it.</param>
/// <param name="Role">The role.</param>
/// <param name="Channels">The channels that a guest is added to.</param>
public sealed record InviteUse(TeamId Team, UserId By, short Role, ImmutableArray<ChannelId> Channels);
