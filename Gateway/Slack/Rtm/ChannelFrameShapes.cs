using OrleansSocial.Gateway.Slack.Json;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>Describes the frames of <see cref="ChannelFrames"/>.</summary>
internal static class ChannelFrameShapes
{
    private static readonly SlackField Kind = "channel_type: 'channel' | 'group' | 'im' | 'mpim'";

    private static readonly SlackField Position = new("position: int", "How many messages of the channel count as unread for who has read none, this one included if it does.");

    private static readonly SlackField MentionedByGroup = new("mentioned_by_group?: user_id[]", "Whom the user groups in the text mean.");

    private static readonly SlackField Root = new("root?: object",
    [
        "type: 'message'", "user: user_id", "text", "ts", "thread_ts", "reply_count", "latest_reply",
    ]);

    /// <summary>Gets them.</summary>
    public static IReadOnlyList<SlackFrame> All { get; } =
    [
        Of("message", "A message of a channel, or what stands in its history for a change: the subtype says which. A reply names its thread's author; one that the channel sees has the thread's parent.",
            ["type: 'message'", "channel: channel_id", .. MessageJson.Content, "parent_user_id?", Root, Position, MentionedByGroup, "ts", "event_ts", Kind]),
        Of("message_ephemeral", "A message that this member alone sees.",
            ["type: 'message'", "channel: channel_id", .. MessageJson.Content, "is_ephemeral: true", "ts", "event_ts"]),
        Of("message_changed", "A message as it is now, and what it was. Of a deleted parent whose thread has replies it is a tombstone, and what it said is not repeated.",
        [
            .. Hidden("message_changed"),
            new("message: object",
            [
                "type: 'message'", .. MessageJson.Content, "ts", MentionedByGroup, "hidden?: true", new("edited?: object", ["user: user_id", "ts"]),
                "reactions?", "parent_user_id?", "reply_count?", "reply_users_count?", "latest_reply?", "reply_users?", "is_locked?",
            ]),
            new("previous_message: object", ["type: 'message'", .. MessageJson.Content, "ts"]),
        ]),
        Of("message_deleted", "A message is gone, and shows in history no more; what it said is not repeated.",
            [.. Hidden("message_deleted"), "deleted_ts: ts", new("latest?: ts", "What history shows as the channel's newest message then."), new("previous_message: object", ["type: 'message'", .. MessageJson.Content, "ts"])]),
        Of("member_joined_channel", "A member joined.", [.. Membership("member_joined_channel"), "inviter?"]),
        Of("member_left_channel", "A member left, or was removed.", Membership("member_left_channel")),
        Of("reaction_added", "A reaction came, or went.",
        [
            "type: 'reaction_added' | 'reaction_removed'", "user: user_id", "reaction: text", new("item_user: text", "The message's author; empty when that is not known."),
            new("item: object", ["type: 'message'", "channel: channel_id", "ts"]), "channel: channel_id", "event_ts",
        ]),
        Of("group_rename", "A private channel has another name.", ["type: 'group_rename'", new("channel: object", ["id: channel_id", "name", "name_normalized: text"]), "event_ts"]),
        Of("group_archive", "A private channel was archived, or opened again.", ["type: 'group_archive' | 'group_unarchive'", "channel: channel_id", "user: user_id", "event_ts"]),
    ];

    private static SlackFrame Of(string name, string about, IReadOnlyList<SlackField> members) => new(FrameDirection.RtmServer, name, about, members);

    private static IReadOnlyList<SlackField> Hidden(string subtype) => ["type: 'message'", $"subtype: '{subtype}'", "hidden: true", "channel: channel_id", "ts", "event_ts", Kind];

    private static IReadOnlyList<SlackField> Membership(string type) =>
        [$"type: '{type}'", "user: user_id", "channel: channel_id", "channel_type: 'C' | 'G'", "team: team_id", "num_members?", "event_ts"];
}
