using OrleansSocial.Grains.Shards;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Presence;

/// <summary>What presence grains need; one per silo.</summary>
/// <param name="ShardMap">Where teams are.</param>
/// <param name="Settings">Reads of settings.</param>
internal sealed record PresenceServices(IShardMap ShardMap, UserSettingsTable Settings);
