using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A frame of a socket's log, read.</summary>
/// <param name="T">Wall clock in milliseconds.</param>
/// <param name="C">The connection.</param>
/// <param name="Type">Its type; empty for an ack.</param>
/// <param name="Subtype">Its subtype; empty without one.</param>
/// <param name="Channel">Its channel; empty without one.</param>
/// <param name="Ts">The message's ts; 0 without one.</param>
/// <param name="EventTs">The event's ts; 0 without one.</param>
/// <param name="Text">The text; empty without one.</param>
/// <param name="IsAck">Whether it acknowledges a post of this socket.</param>
public sealed record HeardFrame(double T, int C, string Type, string Subtype, string Channel, long Ts, long EventTs, string Text, bool IsAck)
{
    private static readonly HashSet<string> ChainTypes = new(StringComparer.Ordinal)
    {
        "message", "reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel", "pin_added", "pin_removed",
    };

    /// <summary>Whether it belongs to its channel's event chain.</summary>
    public bool IsChain => EventTs > 0 && Channel.Length > 0 && ChainTypes.Contains(Type);

    /// <summary>Whether it is a message itself, not a change of one.</summary>
    public bool IsMessage => Type is "message" && Ts > 0 && Subtype is not ("message_changed" or "message_deleted" or "message_replied");

    /// <summary>Reads one.</summary>
    public static HeardFrame Read(FrameEntry entry)
    {
        using var document = JsonDocument.Parse(entry.D ?? "{}");
        var root = document.RootElement;
        var channel = Member(root, "channel");
        if (channel.Length == 0 && root.TryGetProperty("item", out var item) && item.ValueKind == JsonValueKind.Object)
        {
            channel = Member(item, "channel");
        }

        var ts = WireTs.TryParse(Member(root, "ts"), out var readTs) ? readTs : 0;
        var eventTs = WireTs.TryParse(Member(root, "event_ts"), out var readEventTs) ? readEventTs : 0;
        return new HeardFrame(
            entry.T,
            entry.C,
            Member(root, "type"),
            Member(root, "subtype"),
            entry.Channel ?? channel,
            ts,
            eventTs,
            Member(root, "text"),
            root.TryGetProperty("reply_to", out _) && root.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True);
    }

    private static string Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
}
