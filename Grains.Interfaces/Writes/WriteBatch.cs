using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>The one outstanding append of a chain: rows in ts order.</summary>
/// <param name="Chain">The chain; its id is the head row's key and every statement carries its team.</param>
/// <param name="Route">Shard, side, group and epoch as one.</param>
/// <param name="Owner">The activation's ownership of the head.</param>
/// <param name="Rows">1 to 64 rows, ts strictly ascending.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.WriteBatch")]
public sealed record WriteBatch(
    [property: Id(0)] ChainId Chain,
    [property: Id(1)] ShardRoute Route,
    [property: Id(2)] Guid Owner,
    [property: Id(3)] ImmutableArray<WriteRow> Rows)
{
    /// <summary>The most rows of one chain in an append, and so in a flush.</summary>
    public const int RowsMax = 64;
}
