using System.Text.Json;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>The frames of a channel's chain.</summary>
internal static class ChannelFrames
{
    /// <summary>What is history: a message, a join, a topic.</summary>
    public static ReadOnlyMemory<byte> Message(ChannelEvent e) => FrameWriter.Write("message"u8, writer =>
    {
        writer.WriteString("channel"u8, e.Chain.Id);
        MessageJson.WriteContent(writer, new MessageContent(e.Kind, e.Author, e.Text, e.Extras, e.ThreadTs), e.Chain.Team);
        if (e.Thread is { } thread)
        {
            ThreadFrames.WriteParent(writer, e, thread);
        }

        writer.WriteNumber("position"u8, e.Position);
        WriteMentioned(writer, e.Extras);
        writer.WriteTs("ts"u8, e.EventTs);
        writer.WriteTs("event_ts"u8, e.EventTs);
        writer.WriteString("channel_type"u8, ConversationWords.Type(e.Chain.Id));
    });

    /// <summary>A private channel has another name; of a public one the team's chain tells everybody.</summary>
    public static ReadOnlyMemory<byte> Renamed(ChannelEvent e) => FrameWriter.Write("group_rename"u8, writer =>
    {
        writer.WriteStartObject("channel"u8);
        writer.WriteString("id"u8, e.Chain.Id);
        writer.WriteString("name"u8, e.Text);
        writer.WriteString("name_normalized"u8, e.Text);
        writer.WriteEndObject();
        writer.WriteTs("event_ts"u8, e.EventTs);
    });

    /// <summary>A private channel was archived or opened again; of a public one the team's chain tells everybody.</summary>
    public static ReadOnlyMemory<byte> Archived(ChannelEvent e) =>
        FrameWriter.Write(e.Kind == EventKind.Archive ? "group_archive"u8 : "group_unarchive"u8, writer =>
        {
            writer.WriteString("channel"u8, e.Chain.Id);
            writer.WriteString("user"u8, e.Author);
            writer.WriteTs("event_ts"u8, e.EventTs);
        });

    /// <summary>A member joined.</summary>
    public static ReadOnlyMemory<byte> Joined(ChannelEvent e, JsonElement extras) => FrameWriter.Write("member_joined_channel"u8, writer =>
    {
        WriteMembership(writer, e, extras, e.Author);
        if (MessageJson.Read(extras, EventExtras.Inviter) is { } inviter)
        {
            writer.WriteString("inviter"u8, inviter);
        }
    });

    /// <summary>A member left, or was removed.</summary>
    public static ReadOnlyMemory<byte> Left(ChannelEvent e, JsonElement extras) => FrameWriter.Write("member_left_channel"u8, writer =>
        WriteMembership(writer, e, extras, e.Kind == EventKind.Kick ? MessageJson.Read(extras, EventExtras.User) ?? e.Author : e.Author));

    /// <summary>A message's text changed.</summary>
    public static ReadOnlyMemory<byte> Changed(ChannelEvent e, JsonElement extras) => FrameWriter.Write("message"u8, writer =>
    {
        var (content, ts) = (Content(extras), e.TargetTs ?? 0);
        WriteHidden(writer, e, "message_changed"u8);
        writer.WriteStartObject("message"u8);
        WriteMessage(writer, e, content, ts);
        WriteSurroundings(writer, extras, ts);
        WriteMentioned(writer, content.Extras);
        writer.WriteStartObject("edited"u8);
        writer.WriteString("user"u8, e.Author);
        writer.WriteTs("ts"u8, e.EventTs);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("previous_message"u8);
        WriteMessage(writer, e, content with { Text = MessageJson.Read(extras, EventExtras.PreviousText) ?? string.Empty, Extras = null }, ts);
        writer.WriteEndObject();
    });

    /// <summary>A thread's parent was deleted and has replies: it changed into what stands for it now.</summary>
    public static ReadOnlyMemory<byte> Tombstoned(ChannelEvent e, ThreadSummary replies, JsonElement extras) => FrameWriter.Write("message"u8, writer =>
    {
        var ts = e.TargetTs ?? 0;
        WriteHidden(writer, e, "message_changed"u8);
        writer.WriteStartObject("message"u8);
        writer.WriteString("type"u8, "message"u8);
        MessageJson.WriteTombstone(writer, ts, replies, e.Chain.Team);
        writer.WriteEndObject();
        writer.WriteStartObject("previous_message"u8);
        WriteMessage(writer, e, Content(extras), ts);
        writer.WriteEndObject();
    });

    /// <summary>A message is gone.</summary>
    public static ReadOnlyMemory<byte> Deleted(ChannelEvent e, JsonElement extras) => FrameWriter.Write("message"u8, writer =>
    {
        var ts = e.TargetTs ?? 0;
        WriteHidden(writer, e, "message_deleted"u8);
        writer.WriteTs("deleted_ts"u8, ts);
        if (e.LatestTs is { } latest)
        {
            writer.WriteTs("latest"u8, latest);
        }

        writer.WriteStartObject("previous_message"u8);
        WriteMessage(writer, e, Content(extras), ts);
        writer.WriteEndObject();
    });

    /// <summary>A reaction came or went.</summary>
    public static ReadOnlyMemory<byte> Reaction(ChannelEvent e, JsonElement extras) =>
        FrameWriter.Write(e.Kind == EventKind.ReactionAdded ? "reaction_added"u8 : "reaction_removed"u8, writer =>
        {
            writer.WriteString("user"u8, e.Author);
            writer.WriteString("reaction"u8, MessageJson.Read(extras, EventExtras.Reaction));
            writer.WriteString("item_user"u8, MessageJson.Read(extras, EventExtras.User) ?? string.Empty);
            writer.WriteStartObject("item"u8);
            writer.WriteString("type"u8, "message"u8);
            writer.WriteString("channel"u8, e.Chain.Id);
            writer.WriteTs("ts"u8, e.TargetTs ?? 0);
            writer.WriteEndObject();
            writer.WriteString("channel"u8, e.Chain.Id);
            writer.WriteTs("event_ts"u8, e.EventTs);
        });

    /// <summary>A message for this member alone, from the member's own chain.</summary>
    public static ReadOnlyMemory<byte> Ephemeral(ChannelEvent e, JsonElement extras) => FrameWriter.Write("message"u8, writer =>
    {
        writer.WriteString("channel"u8, MessageJson.Read(extras, EventExtras.Channel) ?? string.Empty);
        MessageJson.WriteContent(writer, Content(extras), e.Chain.Team);
        writer.WriteBoolean("is_ephemeral"u8, true);
        writer.WriteTs("ts"u8, e.EventTs);
        writer.WriteTs("event_ts"u8, e.EventTs);
    });

    private static void WriteMembership(Utf8JsonWriter writer, ChannelEvent e, JsonElement extras, string user)
    {
        writer.WriteString("user"u8, user);
        writer.WriteString("channel"u8, e.Chain.Id);
        writer.WriteString("channel_type"u8, ConversationWords.Letter(e.Chain.Id));
        writer.WriteString("team"u8, e.Chain.Team.Value);
        if (extras.TryGetProperty(EventExtras.Count, out var count))
        {
            writer.WriteNumber("num_members"u8, count.GetInt32());
        }

        writer.WriteTs("event_ts"u8, e.EventTs);
    }

    /// <summary>Says whom a text's user groups mean: a client that looked its own groups up could have them as they are later.</summary>
    private static void WriteMentioned(Utf8JsonWriter writer, string? extras)
    {
        if (extras?.Contains(EventExtras.MentionedByGroup, StringComparison.Ordinal) != true)
        {
            return;
        }

        using var json = JsonDocument.Parse(extras);
        if (json.RootElement.TryGetProperty(EventExtras.MentionedByGroup, out var users))
        {
            writer.WritePropertyName("mentioned_by_group"u8);
            users.WriteTo(writer);
        }
    }

    private static void WriteHidden(Utf8JsonWriter writer, ChannelEvent e, ReadOnlySpan<byte> subtype)
    {
        writer.WriteString("subtype"u8, subtype);
        writer.WriteBoolean("hidden"u8, true);
        writer.WriteString("channel"u8, e.Chain.Id);
        writer.WriteTs("ts"u8, e.EventTs);
        writer.WriteTs("event_ts"u8, e.EventTs);
        writer.WriteString("channel_type"u8, ConversationWords.Type(e.Chain.Id));
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChannelEvent e, MessageContent content, long ts)
    {
        writer.WriteString("type"u8, "message"u8);
        MessageJson.WriteContent(writer, content, e.Chain.Team);
        writer.WriteTs("ts"u8, ts);
    }

    /// <summary>Writes what an edited message has around its text: the thread's author, its own thread, its reactions; edits of before a release may lack them.</summary>
    private static void WriteSurroundings(Utf8JsonWriter writer, JsonElement extras, long ts)
    {
        if (!extras.TryGetProperty(EventExtras.Message, out var message))
        {
            return;
        }

        if (MessageJson.Read(message, "parent_author") is { } author)
        {
            writer.WriteString("parent_user_id"u8, author);
        }

        if (message.TryGetProperty("thread", out var thread))
        {
            MessageJson.WriteThread(writer, ts, thread.Deserialize<ThreadSummary>()!);
        }

        if (message.TryGetProperty("reactions", out var reactions))
        {
            MessageJson.WriteReactions(writer, [.. reactions.Deserialize<Reaction[]>()!]);
        }
    }

    /// <summary>Reads the message that an edit, a deletion or an ephemeral post carries.</summary>
    private static MessageContent Content(JsonElement extras)
    {
        if (!extras.TryGetProperty(EventExtras.Message, out var message))
        {
            return new MessageContent(EventKind.Message, string.Empty, string.Empty, null, null);
        }

        return new MessageContent(
            message.TryGetProperty("kind", out var kind) && kind.TryGetInt32(out var number) ? (EventKind)number : EventKind.Message,
            MessageJson.Read(message, "author") ?? string.Empty,
            MessageJson.Read(message, "text") ?? string.Empty,
            message.TryGetProperty("extras", out var own) ? own.GetRawText() : null,
            message.TryGetProperty("thread_ts", out var thread) && thread.TryGetInt64(out var threadTs) ? threadTs : null);
    }
}
