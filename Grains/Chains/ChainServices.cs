using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Shards;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Chains;

/// <summary>What every event chain needs; one per silo.</summary>
/// <param name="ShardMap">Routes.</param>
/// <param name="Heads">Take-over of head rows.</param>
/// <param name="Events">Reads of chains.</param>
/// <param name="Outboxes">The outboxes to the gateways.</param>
/// <param name="GrainFactory">Finds the shard writers.</param>
/// <param name="TimeProvider">The clock.</param>
/// <param name="Instruments">The meters.</param>
internal sealed record ChainServices(
    IShardMap ShardMap,
    ChainHeads Heads,
    ChainEventsTable Events,
    IGatewayOutboxes Outboxes,
    IGrainFactory GrainFactory,
    TimeProvider TimeProvider,
    ChainInstruments Instruments);
