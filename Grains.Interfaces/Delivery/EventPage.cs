using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>A page of a chain, oldest first.</summary>
/// <param name="Events">The events; the first one's PrevTs is what was asked for, unless TooFar.</param>
/// <param name="HasMore">True when more follow: ask again with the last EventTs.</param>
/// <param name="TooFar">True when the gap is over 10,000 events or 24 h: read history instead; Events is empty.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.EventPage")]
public sealed record EventPage([property: Id(0)] ImmutableArray<ChannelEvent> Events, [property: Id(1)] bool HasMore, [property: Id(2)] bool TooFar)
{
    /// <summary>The most events in a page.</summary>
    public const int EventsMax = 500;

    /// <summary>The most bytes of a page, by <see cref="SizeOf"/>, unless one event alone is larger.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>Leaves what a page may hold; one event is always left, however large, so that the reader gets on.</summary>
    public static void Cut(List<ChannelEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var bytes = 0;
        for (var i = 0; i < events.Count; i++)
        {
            bytes += SizeOf(events[i]);
            if (bytes > BytesMax && i > 0)
            {
                events.RemoveRange(i, events.Count - i);
                return;
            }
        }
    }

    /// <summary>Tells about how many bytes of memory an event takes.</summary>
    public static int SizeOf(ChannelEvent e) => 200 + (2 * (e.Text.Length + (e.Extras?.Length ?? 0) + (e.Thread?.ParentText?.Length ?? 0)));
}
