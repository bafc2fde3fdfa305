using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>One row of a chain on its way to the database: a message (kind below 100) or a channel_event.</summary>
/// <param name="Ts">Its ts, minted by the chain's grain; kept through every re-send.</param>
/// <param name="Kind">What it is.</param>
/// <param name="DedupeKey">16 bytes of SHA-256(author, client key), or a UUIDv7 that the gateway keeps through its retries.</param>
/// <param name="Author">The user id of who did it.</param>
/// <param name="TargetTs">The message that an event is about, or null.</param>
/// <param name="ThreadTs">The thread's parent for a reply, or null.</param>
/// <param name="Body">The message's text; empty for events.</param>
/// <param name="Extras">JSON beside the text (message.extras, channel_event.payload), or null.</param>
/// <param name="Counts">True when it advances the channel's message_count: unthreaded, broadcast and bot messages.</param>
/// <param name="Effects">What else changes in the same flush; few, at most 101 (an emoji that goes with its aliases).</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.WriteRow")]
public sealed record WriteRow(
    [property: Id(0)] long Ts,
    [property: Id(1)] EventKind Kind,
    [property: Id(2)] Guid DedupeKey,
    [property: Id(3)] string Author,
    [property: Id(4)] long? TargetTs,
    [property: Id(5)] long? ThreadTs,
    [property: Id(6)] string Body,
    [property: Id(7)] string? Extras,
    [property: Id(8)] bool Counts,
    [property: Id(9)] ImmutableArray<RowEffect> Effects)
{
    /// <summary>Gets an estimate of its size on the wire, bytes; the byte bounds of queue, flush and tail count by it.</summary>
    public int SizeBytes
    {
        get
        {
            var bytes = 160 + (Body.Length * 2) + ((Extras?.Length ?? 0) * 2);
            foreach (var effect in Effects)
            {
                bytes += effect.SizeBytes;
            }

            return bytes;
        }
    }

    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => $"WriteRow {Ts}";
}
