using OrleansSocial.Grains.Shards;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Sessions;

/// <summary>What sessions grains need; one per silo.</summary>
/// <param name="ShardMap">Routes.</param>
/// <param name="Sessions">Session records.</param>
/// <param name="Channels">Heads of chains.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record SessionServices(IShardMap ShardMap, SessionsTable Sessions, ChannelsTable Channels, TimeProvider TimeProvider);
