using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A page of history.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Messages">In the asked order; tombstones are left out. Channel history leaves out replies that were not broadcast.</param>
/// <param name="HasMore">True when more follow in that direction.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.HistoryPage")]
public sealed record HistoryPage([property: Id(0)] PostError Error, [property: Id(1)] ImmutableArray<Message> Messages, [property: Id(2)] bool HasMore);
