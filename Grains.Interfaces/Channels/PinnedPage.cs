using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>The pinned messages of a channel as they are now.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Messages">The messages, the one pinned last first.</param>
/// <param name="Pins">Who pinned each, in the same order.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.PinnedPage")]
public sealed record PinnedPage([property: Id(0)] PostError Error, [property: Id(1)] ImmutableArray<Message> Messages, [property: Id(2)] ImmutableArray<Pin> Pins);
