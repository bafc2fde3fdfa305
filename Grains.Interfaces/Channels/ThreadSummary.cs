using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>What a parent shows of its thread.</summary>
/// <param name="ReplyCount">How many replies there are, without tombstones.</param>
/// <param name="LatestReply">The ts of the newest one.</param>
/// <param name="ReplyUsers">Who replied; at most 100 are kept.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ThreadSummary")]
public sealed record ThreadSummary([property: Id(0)] int ReplyCount, [property: Id(1)] long LatestReply, [property: Id(2)] ImmutableArray<string> ReplyUsers);
