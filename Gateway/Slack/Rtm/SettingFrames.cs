using System.Text.Json;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>The frames of what a member set for themselves.</summary>
internal static class SettingFrames
{
    /// <summary>Gets the frames.</summary>
    public static IReadOnlyList<SlackFrame> Shapes { get; } =
    [
        new(FrameDirection.RtmServer, "pref_change", "The member's preference changed.", ["type: 'pref_change'", "name", "value?: text | number | bool", "event_ts"]),
        new(FrameDirection.RtmServer, "dnd_updated", "The member's snooze began, changed or ended.",
            ["type: 'dnd_updated'", "user: user_id", new("dnd_status: object", [.. DndJson.Fields, "snooze_enabled: bool", .. DndJson.SnoozeFields]), "event_ts"]),
        new(FrameDirection.RtmServer, "dnd_updated_user", "The same as others would see it.",
            ["type: 'dnd_updated_user'", "user: user_id", new("dnd_status: object", DndJson.Fields), "event_ts"]),
    ];

    /// <summary>A preference changed.</summary>
    public static ReadOnlyMemory<byte> PrefChanged(ChannelEvent e, JsonElement extras) => FrameWriter.Write("pref_change"u8, writer =>
    {
        writer.WriteString("name"u8, MessageJson.Read(extras, EventExtras.Name) ?? string.Empty);
        if (extras.TryGetProperty(EventExtras.Value, out var value))
        {
            writer.WritePropertyName("value"u8);
            value.WriteTo(writer);
        }

        writer.WriteTs("event_ts"u8, e.EventTs);
    });

    /// <summary>The member looks away, or not any more.</summary>
    public static ReadOnlyMemory<byte> Away(ChannelEvent e) => FrameWriter.Write("manual_presence_change"u8, writer =>
    {
        writer.WriteString("presence"u8, e.Kind == EventKind.AwaySet ? "away"u8 : "active"u8);
        writer.WriteTs("event_ts"u8, e.EventTs);
    });

    /// <summary>A snooze began, changed or ended: for the member's own clients, and in the form in which others would see it.</summary>
    public static EncodedEvent SnoozeChanged(ChannelEvent e, JsonElement extras)
    {
        var snoozeTs = extras.TryGetProperty(EventExtras.SnoozeTs, out var ts) && ts.TryGetInt64(out var micros) ? micros : 0;
        return new EncodedEvent([Frame(e, snoozeTs, isOwn: true), Frame(e, snoozeTs, isOwn: false)]);
    }

    private static ReadOnlyMemory<byte> Frame(ChannelEvent e, long snoozeTs, bool isOwn) =>
        FrameWriter.Write(isOwn ? "dnd_updated"u8 : "dnd_updated_user"u8, writer =>
        {
            writer.WriteString("user"u8, e.Chain.Id);
            writer.WriteStartObject("dnd_status"u8);
            DndJson.Write(writer);
            if (isOwn)
            {
                DndJson.WriteSnooze(writer, snoozeTs, e.EventTs);
            }

            writer.WriteEndObject();
            writer.WriteTs("event_ts"u8, e.EventTs);
        });
}
