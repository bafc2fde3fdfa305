using Orleans.Concurrency;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Writes;

/// <summary>The silo's door to a shard writer. It keeps nothing: the runtime may remove and make it again under load.</summary>
[GrainType("shardwriter")]
[StatelessWorker(1, removeIdleWorkers: false)]
[Reentrant]
internal sealed class ShardWriterGrain(ShardWriters writers) : Grain, IShardWriterGrain
{
    /// <inheritdoc/>
    public Task<WriteReceipt> Append(WriteBatch batch) => writers.Of(batch.Route).Append(batch);
}
