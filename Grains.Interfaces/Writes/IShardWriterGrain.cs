namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Group commit for one side of one shard: one per silo that needs it. Key: <see cref="Shards.ShardRoute.WriterKey"/>.</summary>
[GrainInterfaceType("orleanssocial.shardwriter"), Alias("orleanssocial.IShardWriterGrain")]
public interface IShardWriterGrain : IGrainWithStringKey
{
    /// <summary>Queues a chain's rows and completes when their flush has been committed, or when it is known that it will not be.</summary>
    /// <param name="batch">The rows; at most one append of a chain may be outstanding.</param>
    /// <remarks>The writer itself gives up after 30 s; the call outlasts that, so that its answer is never lost to a time-out.</remarks>
    [Alias("Append"), ResponseTimeout("00:00:45")]
    Task<WriteReceipt> Append(WriteBatch batch);
}
