namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>Describes the frames of <see cref="TeamFrames"/>.</summary>
internal static class TeamFrameShapes
{
    private static readonly IReadOnlyList<SlackField> State =
    [
        new("as_of: ts", "The channel's event from which on the member is in it."), new("read_position: int", "The channel's position then; all before it is read."),
    ];

    /// <summary>Gets them.</summary>
    public static IReadOnlyList<SlackFrame> All { get; } =
    [
        Of("team_join", "A member joined the team, or changed.", ["type: 'team_join' | 'user_change'", "user", "event_ts"]),
        Of("channel_created", "A channel was made; a private one is told to its creator alone.",
        [
            "type: 'channel_created'",
            new("channel: object",
            [
                "id: channel_id", "name", "name_normalized: text", "is_channel", "is_private", "created", "creator", "context_team_id: team_id",
            ]),
            "event_ts",
        ]),
        Of("channel_rename", "A public channel has another name.",
            ["type: 'channel_rename'", new("channel: object", ["id: channel_id", "name", "name_normalized: text", "is_channel", "created"]), "event_ts"]),
        Of("channel_archive", "A public channel was archived, or opened again.", ["type: 'channel_archive' | 'channel_unarchive'", "channel: channel_id", "user: user_id", "event_ts"]),
        Of("emoji_changed", "A custom emoji came (name and value), or went (names).",
            ["type: 'emoji_changed'", "subtype: 'add' | 'remove'", "name?", "value?: text", "names?: text[]", "event_ts"]),
        Of("subteam_created", "A user group was made, or changed.", ["type: 'subteam_created' | 'subteam_updated'", "subteam: usergroup", "event_ts"]),
        Of("channel_joined", "The member was added to a channel, private channel or conversation of more than two.",
            ["type: 'channel_joined' | 'group_joined' | 'mpim_joined'", "channel", new("users?", "For conversations: the other members."), .. State, "event_ts"]),
        Of("im_created", "The member has a new direct conversation.", ["type: 'im_created'", "user: user_id", "channel: im", new("users?", "The other member."), .. State, "event_ts"]),
        Of("channel_left", "The member is no longer in a channel.", ["type: 'channel_left' | 'group_left'", "channel: channel_id", "event_ts"]),
        Of("im_open", "The member opened or closed a direct conversation.",
            ["type: 'im_open' | 'im_close' | 'mpim_open' | 'mpim_close'", "user: user_id", "channel: channel_id", new("closed_ts?: ts", "Where it is closed: a newer message opens it."), "event_ts"]),
        Of("channel_marked", "The member's read cursor moved, here or on another device.",
        [
            "type: 'channel_marked' | 'group_marked' | 'im_marked' | 'mpim_marked'", "channel: channel_id", "ts", "unread_count", "unread_count_display",
            "num_mentions: int", "num_mentions_display: int", "mention_count: int", new("read_position: int", "The position of the last message read."),
            new("mentions?: ts[]", "The unread messages that mention the member, at most the newest 100."), "event_ts",
        ]),
    ];

    private static SlackFrame Of(string name, string about, IReadOnlyList<SlackField> members) => new(FrameDirection.RtmServer, name, about, members);
}
