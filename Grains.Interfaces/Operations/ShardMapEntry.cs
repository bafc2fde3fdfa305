using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Grains.Interfaces.Operations;

/// <summary>One write group of one shard, for <c>ops map</c>.</summary>
/// <param name="Route">Where it is written.</param>
/// <param name="Teams">How many teams are placed on the shard with this group.</param>
/// <param name="Writable">Whether its fence is open now.</param>
/// <param name="Armed">Whether the fence carries the server's boot id.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ShardMapEntry")]
public sealed record ShardMapEntry([property: Id(0)] ShardRoute Route, [property: Id(1)] long Teams, [property: Id(2)] bool Writable, [property: Id(3)] bool Armed);
