using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A message as history shows it: its state now.</summary>
/// <param name="Ts">Its ts, microseconds.</param>
/// <param name="Kind">What it is (below 100).</param>
/// <param name="Author">The user id.</param>
/// <param name="Text">The text; empty when deleted.</param>
/// <param name="Extras">JSON beside the text, or null; see <see cref="EventExtras"/>.</param>
/// <param name="ThreadTs">The thread's parent for a reply, or null.</param>
/// <param name="EditedTs">When it was edited last, or null.</param>
/// <param name="Deleted">True for a tombstone.</param>
/// <param name="Position">Its position for unread arithmetic.</param>
/// <param name="Reactions">The reactions, in order of their first use.</param>
/// <param name="Thread">The thread's summary when it has replies, or null.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.Message")]
public sealed record Message(
    [property: Id(0)] long Ts,
    [property: Id(1)] EventKind Kind,
    [property: Id(2)] string Author,
    [property: Id(3)] string Text,
    [property: Id(4)] string? Extras,
    [property: Id(5)] long? ThreadTs,
    [property: Id(6)] long? EditedTs,
    [property: Id(7)] bool Deleted,
    [property: Id(8)] long Position,
    [property: Id(9)] ImmutableArray<Reaction> Reactions,
    [property: Id(10)] ThreadSummary? Thread)
{
    /// <summary>Gets the author of its thread's parent, for a reply; null for others.</summary>
    [Id(11)]
    public string? ParentAuthor { get; init; }

    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => $"Message {Ts}";
}
