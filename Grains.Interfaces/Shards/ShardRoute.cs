namespace OrleansSocial.Grains.Interfaces.Shards;

/// <summary>Where a chain is written: resolved in one piece, travels with each row, never completed by the writer.</summary>
/// <param name="Pair">The master pair, 1 or more.</param>
/// <param name="Shard">The shard's number, unique in the cluster, 0 to 63.</param>
/// <param name="Side">The side that takes the group's writes now.</param>
/// <param name="Group">The write group: 0 even teams, 1 odd teams.</param>
/// <param name="Epoch">The fence's epoch under which the group is open.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ShardRoute")]
public sealed record ShardRoute(
    [property: Id(0)] short Pair,
    [property: Id(1)] short Shard,
    [property: Id(2)] MasterSide Side,
    [property: Id(3)] short Group,
    [property: Id(4)] int Epoch)
{
    /// <summary>Gets the key of the shard writer that serves this route.</summary>
    public string WriterKey => $"{Pair}/{Shard}/{Side}";
}
