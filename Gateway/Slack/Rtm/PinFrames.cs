using System.Text.Json;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>The frames of pins. They name the message and do not repeat its text, which may be changed or deleted when they are read.</summary>
internal static class PinFrames
{
    /// <summary>Gets the frames.</summary>
    public static IReadOnlyList<SlackFrame> Shapes { get; } =
    [
        new(FrameDirection.RtmServer, "pin_added", "A message was pinned, or taken off; its text is not repeated.",
        [
            "type: 'pin_added' | 'pin_removed'", "user: user_id", "channel_id: channel_id",
            new("item: object",
            [
                "type: 'message'", "channel: channel_id", new("message: object", ["type: 'message'", "user: user_id", "ts", "pinned_to: channel_id[]"]),
                "created", "created_by: user_id",
            ]),
            "item_user: user_id", "pin_count", "has_pins", "event_ts",
        ]),
    ];

    /// <summary>A message was pinned, or taken off.</summary>
    public static ReadOnlyMemory<byte> Of(ChannelEvent e, JsonElement extras) =>
        FrameWriter.Write(e.Kind == EventKind.PinAdded ? "pin_added"u8 : "pin_removed"u8, writer =>
        {
            var author = MessageJson.Read(extras, EventExtras.User) ?? string.Empty;
            var count = extras.TryGetProperty(EventExtras.Count, out var number) && number.TryGetInt32(out var pins) ? pins : 0;
            writer.WriteString("user"u8, e.Author);
            writer.WriteString("channel_id"u8, e.Chain.Id);
            writer.WriteStartObject("item"u8);
            writer.WriteString("type"u8, "message"u8);
            writer.WriteString("channel"u8, e.Chain.Id);
            writer.WriteStartObject("message"u8);
            writer.WriteString("type"u8, "message"u8);
            writer.WriteString("user"u8, author);
            writer.WriteTs("ts"u8, e.TargetTs ?? 0);
            writer.WriteStartArray("pinned_to"u8);
            if (e.Kind == EventKind.PinAdded)
            {
                writer.WriteStringValue(e.Chain.Id);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteNumber("created"u8, e.EventTs / 1_000_000);
            writer.WriteString("created_by"u8, e.Author);
            writer.WriteEndObject();
            writer.WriteString("item_user"u8, author);
            writer.WriteNumber("pin_count"u8, count);
            writer.WriteBoolean("has_pins"u8, count > 0);
            writer.WriteTs("event_ts"u8, e.EventTs);
        });
}
