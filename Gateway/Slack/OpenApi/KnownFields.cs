using System.Collections.Frozen;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>Fields of answers and members of objects whose name tells their type wherever they stand. Names in <c>is_</c> and <c>has_</c> are truth values.</summary>
internal static class KnownFields
{
    private static readonly FrozenDictionary<string, string> Types = new SlackField[]
    {
        "already_open: bool",
        "attachments: object[]",
        "blocks: object[]",
        "bot_id: bot_id",
        "cache_ts: int",
        "channel: channel",
        "channel_id: channel_id",
        "channels: channel[]",
        "client_msg_id: text",
        "count: int",
        "created: int",
        "creator: user_id",
        "date_created: int",
        "deleted: bool",
        "display_name: text",
        "domain: text",
        "email: text",
        "error: text",
        "event_ts: ts",
        "id: text",
        "inviter: user_id",
        "last_read: ts",
        "latest_reply: ts",
        "members: user[]",
        "message: message",
        "messages: message[]",
        "metadata: object",
        "name: text",
        "no_op: bool",
        "not_in_channel: bool",
        "num_members: int",
        "parent_user_id: user_id",
        "permalink: text",
        "pin_count: int",
        "profile: profile",
        "purpose: text",
        "reactions: reaction[]",
        "real_name: text",
        "reply_count: int",
        "reply_users: user_id[]",
        "reply_users_count: int",
        "response_metadata: response_metadata",
        "revoked: bool",
        "subscribed: bool",
        "subtype: text",
        "team: team",
        "team_id: team_id",
        "text: text",
        "thread_ts: ts",
        "title: text",
        "token: text",
        "topic: text",
        "ts: ts",
        "tz: text",
        "tz_label: text",
        "tz_offset: int",
        "unread_count: int",
        "unread_count_display: int",
        "updated: int",
        "url: text",
        "user: user",
        "user_id: user_id",
        "username: text",
        "users: user_id[]",
        "warning: text",
    }.ToFrozenDictionary(f => f.Name, f => f.Type!, StringComparer.Ordinal);

    /// <summary>Gets the type of a name, or null for an unknown one.</summary>
    public static string? TypeOf(string name) =>
        Types.GetValueOrDefault(name)
        ?? (name.StartsWith("is_", StringComparison.Ordinal) || name.StartsWith("has_", StringComparison.Ordinal) ? "bool" : null);
}
