using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Interfaces.Operations;

/// <summary>What operators see and do. Stateless; key 0. The gateway lets only the operator's token here.</summary>
[GrainInterfaceType("orleanssocial.operations"), Alias("orleanssocial.IOperationsGrain")]
public interface IOperationsGrain : IGrainWithIntegerKey
{
    /// <summary>Lists every write group of every shard.</summary>
    [Alias("Map")]
    Task<ImmutableArray<ShardMapEntry>> Map();

    /// <summary>Lists the shard writers of all silos.</summary>
    [Alias("Writers")]
    Task<ImmutableArray<WriterStats>> Writers();

    /// <summary>Closes a group's epoch and opens the next one, under load too: writers of the old epoch look their route up again.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="group">0 even teams, 1 odd teams.</param>
    /// <returns>The new epoch, or 0 when there is no such group.</returns>
    [Alias("BumpFence")]
    Task<int> BumpFence(short shard, short group);
}
