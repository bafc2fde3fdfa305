using System.Collections.Immutable;
using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>Writes a message as history and answers show it.</summary>
internal static class MessageJson
{
    /// <summary>Gets all members of a reaction.</summary>
    public static SlackShape Reaction { get; } = new("reaction", "Who reacted to a message with one emoji.", ["name", "users", "count"]);

    /// <summary>Gets what <see cref="WriteContent"/> writes: the members that a message and its frames have in common.</summary>
    public static IReadOnlyList<SlackField> Content { get; } =
    [
        "subtype?", "user: user_id", "text", "team: team_id", "topic?", "purpose?", "name?", "old_name?: text", "inviter?", "client_msg_id?",
        "bot_id?", "username?", new("icons?: object", ["emoji?: text", "image_48?: text"]), "mrkdwn?: bool", "blocks?", "attachments?", "metadata?", "thread_ts?",
    ];

    /// <summary>Gets all members of a message.</summary>
    public static SlackShape Shape { get; } = new("message", "A message of a channel, or what stands in history for a change of the channel.",
    [
        "type: 'message'", "ts", .. Content, new("hidden?: true", "Of a deleted message that has replies: a tombstone."), new("edited?: object", ["user: user_id", "ts"]), "reactions?",
        "parent_user_id?", "reply_count?", "reply_users_count?", "latest_reply?", "reply_users?", "is_locked?", "subscribed?", "last_read?",
        "pinned_to?: channel_id[]", new("pinned_info?: object", ["channel: channel_id", "pinned_by: user_id", "pinned_ts: int"]), "permalink?",
    ]);

    /// <summary>Writes an object.</summary>
    /// <param name="writer">Receives it as a value.</param>
    /// <param name="message">The message.</param>
    /// <param name="team">Its team.</param>
    /// <param name="permalink">Where it can be seen; null leaves it out.</param>
    /// <param name="marks">How the caller follows its thread, and its pin; null for neither.</param>
    public static void Write(Utf8JsonWriter writer, Message message, TeamId team, string? permalink = null, MessageMarks? marks = null)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "message"u8);
        if (message is { Deleted: true, Thread: { } left })
        {
            WriteTombstone(writer, message.Ts, left, team);
            WriteFollow(writer, marks?.Follow);
            writer.WriteEndObject();
            return;
        }

        WriteContent(writer, new MessageContent(message.Kind, message.Author, message.Text, message.Extras, message.ThreadTs), team);
        writer.WriteTs("ts"u8, message.Ts);
        if (message.EditedTs is { } edited)
        {
            writer.WriteStartObject("edited"u8);
            writer.WriteString("user"u8, message.Author);
            writer.WriteTs("ts"u8, edited);
            writer.WriteEndObject();
        }

        if (message.ParentAuthor is { } parentAuthor)
        {
            writer.WriteString("parent_user_id"u8, parentAuthor);
        }

        if (message.Thread is { ReplyCount: > 0 } thread)
        {
            WriteThread(writer, message.Ts, thread);
            WriteFollow(writer, marks?.Follow);
        }

        WriteReactions(writer, message.Reactions);
        if (marks?.Pin is { } pin)
        {
            writer.WriteStringArray("pinned_to"u8, [marks.Channel.Value]);
            writer.WriteStartObject("pinned_info"u8);
            writer.WriteString("channel"u8, marks.Channel.Value);
            writer.WriteString("pinned_by"u8, pin.By);
            writer.WriteNumber("pinned_ts"u8, pin.PinnedTs / 1_000_000);
            writer.WriteEndObject();
        }

        if (permalink is not null)
        {
            writer.WriteString("permalink"u8, permalink);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes what a message and its event have in common: subtype, user, text, thread and extras.</summary>
    public static void WriteContent(Utf8JsonWriter writer, MessageContent content, TeamId team)
    {
        using var extras = content.Extras is null ? null : JsonDocument.Parse(content.Extras);
        var root = extras?.RootElement;
        var (subtype, user, text) = Describe(content, root);
        if (subtype is not null)
        {
            writer.WriteString("subtype"u8, subtype);
        }

        writer.WriteString("user"u8, user);
        writer.WriteString("text"u8, text);
        writer.WriteString("team"u8, team.Value);
        if (content.Kind == EventKind.Topic)
        {
            writer.WriteString("topic"u8, content.Text);
        }

        if (content.Kind == EventKind.Purpose)
        {
            writer.WriteString("purpose"u8, content.Text);
        }

        if (content.Kind == EventKind.Rename)
        {
            writer.WriteString("name"u8, content.Text);
            writer.WriteString("old_name"u8, Read(root, EventExtras.OldName) ?? string.Empty);
        }

        if (content.ThreadTs is { } thread)
        {
            writer.WriteTs("thread_ts"u8, thread);
        }

        if (root is { } members)
        {
            foreach (var name in Echoed)
            {
                if (members.TryGetProperty(name, out var value))
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }
            }
        }
    }

    private static readonly string[] Echoed =
    [
        EventExtras.ClientMessageId, EventExtras.BotId, EventExtras.Username, EventExtras.Icons, EventExtras.Mrkdwn, EventExtras.Blocks, EventExtras.Attachments,
        EventExtras.Metadata, EventExtras.Inviter,
    ];

    private static (string? Subtype, string User, string Text) Describe(MessageContent content, JsonElement? extras) => content.Kind switch
    {
        EventKind.MeMessage => ("me_message", content.Author, content.Text),
        EventKind.Join => ("channel_join", content.Author, $"<@{content.Author}> has joined the channel"),
        EventKind.Leave => ("channel_leave", content.Author, $"<@{content.Author}> has left the channel"),
        EventKind.Kick when Read(extras, EventExtras.User) is { } user => ("channel_leave", user, $"<@{user}> was removed from the channel by <@{content.Author}>"),
        EventKind.Topic => ("channel_topic", content.Author, $"<@{content.Author}> set the channel topic: {content.Text}"),
        EventKind.Purpose => ("channel_purpose", content.Author, $"<@{content.Author}> set the channel purpose: {content.Text}"),
        EventKind.Rename => ("channel_name", content.Author, $"<@{content.Author}> has renamed the channel from \"{Read(extras, EventExtras.OldName)}\" to \"{content.Text}\""),
        EventKind.Archive => ("channel_archive", content.Author, $"<@{content.Author}> archived the channel"),
        EventKind.Unarchive => ("channel_unarchive", content.Author, $"<@{content.Author}> un-archived the channel"),
        _ when extras is { } e && e.TryGetProperty(EventExtras.Username, out _) => ("bot_message", content.Author, content.Text),
        _ when content.ThreadTs is not null && IsBroadcast(extras) => ("thread_broadcast", content.Author, content.Text),
        _ => (null, content.Author, content.Text),
    };

    /// <summary>Reads a text of the extras.</summary>
    public static string? Read(JsonElement? extras, string name) =>
        extras is { ValueKind: JsonValueKind.Object } e && e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsBroadcast(JsonElement? extras) =>
        extras is { } e && e.TryGetProperty(EventExtras.Broadcast, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>Writes what is left of a deleted parent (Slack: subtype <c>tombstone</c>): its thread, and neither text nor author.</summary>
    public static void WriteTombstone(Utf8JsonWriter writer, long ts, ThreadSummary thread, TeamId team)
    {
        writer.WriteString("subtype"u8, "tombstone"u8);
        writer.WriteString("user"u8, UserProfile.Slackbot.Id.Value);
        writer.WriteString("text"u8, "This message was deleted."u8);
        writer.WriteString("team"u8, team.Value);
        writer.WriteBoolean("hidden"u8, true);
        writer.WriteTs("ts"u8, ts);
        WriteThread(writer, ts, thread);
    }

    /// <summary>Writes what a parent shows of its thread to everybody.</summary>
    public static void WriteThread(Utf8JsonWriter writer, long ts, ThreadSummary thread)
    {
        writer.WriteTs("thread_ts"u8, ts);
        writer.WriteNumber("reply_count"u8, thread.ReplyCount);
        writer.WriteNumber("reply_users_count"u8, thread.ReplyUsers.Length);
        writer.WriteTs("latest_reply"u8, thread.LatestReply);
        writer.WriteStringArray("reply_users"u8, thread.ReplyUsers);
        writer.WriteBoolean("is_locked"u8, false);
    }

    private static void WriteFollow(Utf8JsonWriter writer, ThreadFollow? follow)
    {
        writer.WriteBoolean("subscribed"u8, follow is not null);
        if (follow is not null)
        {
            writer.WriteTs("last_read"u8, follow.ReadTs);
        }
    }

    /// <summary>Writes the reactions of a message, if it has any.</summary>
    public static void WriteReactions(Utf8JsonWriter writer, ImmutableArray<Grains.Interfaces.Channels.Reaction> reactions)
    {
        if (reactions.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray("reactions"u8);
        foreach (var reaction in reactions)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, reaction.Name);
            writer.WriteStringArray("users"u8, reaction.Users);
            writer.WriteNumber("count"u8, reaction.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
