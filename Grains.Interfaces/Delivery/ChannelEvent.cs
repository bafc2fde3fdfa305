using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>One link of an event chain, without anything per recipient: a gateway encodes it once per dialect.</summary>
/// <param name="Chain">The chain that it belongs to.</param>
/// <param name="EventTs">Its ts: unique and ascending in the chain.</param>
/// <param name="PrevTs">The event before it; 0 for the first one. Another value than what the reader has is a hole.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Author">The user id of who did it.</param>
/// <param name="TargetTs">The message that it is about, or null.</param>
/// <param name="ThreadTs">The thread's parent for a reply, or null.</param>
/// <param name="Text">The message's text, or empty.</param>
/// <param name="Extras">JSON beside the text, or null; see <see cref="EventExtras"/>.</param>
/// <param name="Position">The message's position for unread arithmetic; 0 for events.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelEvent")]
public sealed record ChannelEvent(
    [property: Id(0)] ChainId Chain,
    [property: Id(1)] long EventTs,
    [property: Id(2)] long PrevTs,
    [property: Id(3)] EventKind Kind,
    [property: Id(4)] string Author,
    [property: Id(5)] long? TargetTs,
    [property: Id(6)] long? ThreadTs,
    [property: Id(7)] string Text,
    [property: Id(8)] string? Extras,
    [property: Id(9)] long Position)
{
    /// <summary>Gets an estimate of its size in memory, bytes; tails and outboxes are bounded by it.</summary>
    public int SizeBytes => 160 + (Text.Length * 2) + ((Extras?.Length ?? 0) * 2) + ((Thread?.ParentText?.Length ?? 0) * 2) + ((Replies?.ReplyUsers.Length ?? 0) * 32);

    /// <summary>Gets what a reply tells of its thread; null for other events.</summary>
    [Id(10)]
    public EventThread? Thread { get; init; }

    /// <summary>Gets what history shows as the channel's newest message after a deletion, 0 for none; null for other events, and where nobody knew.</summary>
    [Id(11)]
    public long? LatestTs { get; init; }

    /// <summary>Gets what is left of the thread of a deleted parent, which stays in history as a tombstone while it has replies; null when nothing is, and for other events.</summary>
    [Id(12)]
    public ThreadSummary? Replies { get; init; }

    /// <summary>This event as it may still be told after a message was deleted: without what the message said, its earlier texts, blocks and attachments included.</summary>
    /// <param name="ts">The deleted message.</param>
    /// <returns>The same object when it has nothing of that message.</returns>
    public ChannelEvent WithoutTextOf(long ts) => this switch
    {
        _ when EventTs == ts => this with { Text = "", Extras = null },
        { Kind: EventKind.Edited, Extras: { } extras } when TargetTs == ts => this with { Extras = EventExtras.WithoutTexts(extras) },

        // Replies that were shown in the channel carry their parent's text.
        { Thread: { ParentText: not null } thread } when ThreadTs == ts => this with { Thread = thread with { ParentText = null } },
        _ => this,
    };

    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => $"ChannelEvent {Chain.Id} {EventTs}";
}
