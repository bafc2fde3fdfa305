namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>Describes the frames of <see cref="SocketModeFrames"/>, with the payloads of events, commands and clicks, and the app's acknowledgement.</summary>
internal static class SocketModeFrameShapes
{
    private static readonly IReadOnlyList<SlackField> Request =
    [
        "token: text", "api_app_id: app_id", "trigger_id: text", new("response_url: text", "Takes five answers within 30 minutes."),
    ];

    /// <summary>Gets the payload of an event, which is the body of the Events API too.</summary>
    public static IReadOnlyList<SlackField> Event { get; } =
    [
        "token: text", "team_id", "context_team_id: team_id", "api_app_id: app_id",
        new("event: object", "The frame that members' sockets get; one that mentions the app comes with the type `app_mention`, too."), "type: 'event_callback'",
        new("event_id: text", "The same when the event is sent again."), "event_time: int",
        new("authorizations: object[]", ["enterprise_id: null", "team_id", "user_id", "is_bot", "is_enterprise_install"]), "is_ext_shared_channel",
    ];

    /// <summary>Gets them.</summary>
    public static IReadOnlyList<SlackFrame> All { get; } =
    [
        Of("hello", "The first frame: how many sockets the app has, and for how long this one is kept, in seconds.",
        [
            "type: 'hello'", "num_connections: int", new("debug_info: object", ["host: text", "build_number: int", "approximate_connection_time: int"]),
            new("connection_info: object", ["app_id: app_id"]),
        ]),
        Of("disconnect", "The last frame: connect again, but for link_disabled: the app or its token is gone.",
        [
            "type: 'disconnect'",
            $"reason: '{SocketModeFrames.RefreshRequested}' | '{SocketModeFrames.LinkDisabled}' | '{SocketModeFrames.TooManySockets}'", "debug_info: object",
        ]),
        Of("events_api", "An event that the app asked for; sent again, with the attempt's number, until it is acknowledged.",
        [
            .. Envelope("events_api"), new("payload: object", Event), "retry_attempt: int", new("retry_reason: text", "`timeout` when it is sent again, else empty."),
        ]),
        Of("slash_commands", "A member ran the app's command; the acknowledgement may carry an answer.",
        [
            .. Envelope("slash_commands"),
            new("payload: object",
            [
                .. Request, "team_id", "team_domain: text", "channel_id: channel_id", "channel_name: text", "user_id", "user_name: text", "command: text", "text",
                "is_enterprise_install: 'false'",
            ]),
        ]),
        Of("interactive", "A member used an element of the app's message; the acknowledgement may carry an answer.",
        [
            .. Envelope("interactive"),
            new("payload: object",
            [
                .. Request, "type: 'block_actions'", new("user: object", ["id: user_id", "username", "name", "team_id"]), new("team: object", ["id: team_id", "domain"]),
                new("container: object", ["type: 'message'", "message_ts: ts", "channel_id: channel_id", "is_ephemeral"]),
                new("channel: object", ["id: channel_id", "name"]), "enterprise: null", "is_enterprise_install", "message", "state: object",
                new("actions: object[]", "The element as the app sent it, with block_id, action_ts and what was chosen as value."),
            ]),
        ]),
        new(FrameDirection.SocketModeClient, "acknowledgement", "Takes an envelope; of commands and clicks with a message to show, if any.",
            ["envelope_id: text", "payload?: any"]) { IsOpen = true },
    ];

    private static SlackFrame Of(string name, string about, IReadOnlyList<SlackField> members) => new(FrameDirection.SocketModeServer, name, about, members);

    private static IReadOnlyList<SlackField> Envelope(string type) => ["envelope_id: text", $"type: '{type}'", "accepts_response_payload: bool"];
}
