using System.Text.Json;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>The frames of threads: of a reply, for all of the channel; of following and reading, for the member alone.</summary>
internal static class ThreadFrames
{
    /// <summary>Gets the frames.</summary>
    public static IReadOnlyList<SlackFrame> Shapes { get; } =
    [
        new(FrameDirection.RtmServer, ReplySubtype, "A thread has one more reply: its parent with the count, and of the replies that one.",
        [
            "type: 'message'", $"subtype: '{ReplySubtype}'", "hidden: true", "channel: channel_id",
            new("message: object",
            [
                "type: 'message'", "user: user_id", "ts", "thread_ts", "reply_count", "latest_reply", new("replies: object[]", ["user: user_id", "ts"]),
            ]),
            "ts", "event_ts", "channel_type: 'channel' | 'group' | 'im' | 'mpim'",
        ]),
        new(FrameDirection.RtmServer, "thread_marked", "The member follows a thread, does not any more, or has read of it.",
        [
            "type: 'thread_subscribed' | 'thread_unsubscribed' | 'thread_marked'",
            new("subscription: object", ["type: 'thread'", "channel: channel_id", "thread_ts", "date_create: int", "active: bool", "last_read"]), "event_ts",
        ]),
    ];

    /// <summary>A thread has one more reply. Of its replies only that one is listed: clients have the others, or read them.</summary>
    public static ReadOnlyMemory<byte> Replied(ChannelEvent e, EventThread thread) => FrameWriter.Write("message"u8, writer =>
    {
        writer.WriteString("subtype"u8, ReplySubtype);
        writer.WriteBoolean("hidden"u8, true);
        writer.WriteString("channel"u8, e.Chain.Id);
        writer.WriteStartObject("message"u8);
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("user"u8, thread.ParentAuthor);
        writer.WriteTs("ts"u8, e.ThreadTs ?? 0);
        writer.WriteTs("thread_ts"u8, e.ThreadTs ?? 0);
        writer.WriteNumber("reply_count"u8, thread.ReplyCount);
        writer.WriteTs("latest_reply"u8, e.EventTs);
        writer.WriteStartArray("replies"u8);
        writer.WriteStartObject();
        writer.WriteString("user"u8, e.Author);
        writer.WriteTs("ts"u8, e.EventTs);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteTs("ts"u8, e.EventTs);
        writer.WriteTs("event_ts"u8, e.EventTs);
        writer.WriteString("channel_type"u8, ConversationWords.Type(e.Chain.Id));
    });

    /// <summary>The subtype of <see cref="Replied"/>.</summary>
    public const string ReplySubtype = "message_replied";

    /// <summary>Writes what a reply's own frame tells of its thread.</summary>
    public static void WriteParent(Utf8JsonWriter writer, ChannelEvent e, EventThread thread)
    {
        writer.WriteString("parent_user_id"u8, thread.ParentAuthor);
        if (thread.ParentText is { } text)
        {
            writer.WriteStartObject("root"u8);
            writer.WriteString("type"u8, "message"u8);
            writer.WriteString("user"u8, thread.ParentAuthor);
            writer.WriteString("text"u8, text);
            writer.WriteTs("ts"u8, e.ThreadTs ?? 0);
            writer.WriteTs("thread_ts"u8, e.ThreadTs ?? 0);
            writer.WriteNumber("reply_count"u8, thread.ReplyCount);
            writer.WriteTs("latest_reply"u8, e.EventTs);
            writer.WriteEndObject();
        }
    }

    /// <summary>The member follows a thread, does not any more, or has read of it; from the member's own chain.</summary>
    public static ReadOnlyMemory<byte> Followed(ChannelEvent e, JsonElement extras) => FrameWriter.Write(TypeOf(e.Kind), writer =>
    {
        writer.WriteStartObject("subscription"u8);
        writer.WriteString("type"u8, "thread"u8);
        writer.WriteString("channel"u8, MessageJson.Read(extras, EventExtras.Channel) ?? string.Empty);
        writer.WriteTs("thread_ts"u8, Number(extras, EventExtras.ThreadTs));
        writer.WriteNumber("date_create"u8, Number(extras, EventExtras.SinceTs) / 1_000_000);
        writer.WriteBoolean("active"u8, e.Kind != EventKind.ThreadUnfollowed);
        writer.WriteTs("last_read"u8, Number(extras, EventExtras.ReadTs));
        writer.WriteEndObject();
        writer.WriteTs("event_ts"u8, e.EventTs);
    });

    private static ReadOnlySpan<byte> TypeOf(EventKind kind) => kind switch
    {
        EventKind.ThreadFollowed => "thread_subscribed"u8,
        EventKind.ThreadUnfollowed => "thread_unsubscribed"u8,
        _ => "thread_marked"u8,
    };

    private static long Number(JsonElement extras, string name) =>
        extras.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;
}
