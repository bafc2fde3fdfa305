using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A page of history.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Messages">In the asked order; tombstones are left out, but for parents whose thread has replies. Channel history leaves out replies that were not broadcast.</param>
/// <param name="HasMore">True when more follow in that direction.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.HistoryPage")]
public sealed record HistoryPage([property: Id(0)] PostError Error, [property: Id(1)] ImmutableArray<Message> Messages, [property: Id(2)] bool HasMore)
{
    /// <summary>Gets how many messages are pinned to the channel.</summary>
    [Id(3)]
    public int PinCount { get; init; }

    /// <summary>Gets the pins of the page's messages.</summary>
    [Id(4)]
    public ImmutableArray<Pin> Pins { get; init; } = [];
}
