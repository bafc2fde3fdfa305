using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>Describes the frames of the socket itself (<see cref="RtmFrames"/>) and the replies of <see cref="RtmCommands"/>.</summary>
internal static class SocketFrameShapes
{
    /// <summary>Gets them.</summary>
    public static IReadOnlyList<SlackFrame> All { get; } =
    [
        new(FrameDirection.RtmServer, "hello", "The first frame. Clients that asked with `own=1` get the cursors from which their channels go on.", ["type: 'hello'", "cursors?: ts{}"]),
        new(FrameDirection.RtmServer, "goodbye", "The last frame of a gateway that ends: connect again at once.", ["type: 'goodbye'"]),
        new(FrameDirection.RtmServer, "reconnect_url", "Where to connect again within 30 seconds of a cut without missing anything.", ["type: 'reconnect_url'", "url"]),
        new(FrameDirection.RtmServer, "resync", "To clients that asked with `own=1`: a gap in this channel is too old to fill, read its history.", ["type: 'resync'", "channel: channel_id"]),
        new(FrameDirection.RtmServer, "pong", "Answers a ping, with whatever else the ping had.", ["type: 'pong'", "reply_to?: any"]) { IsOpen = true },
        new(FrameDirection.RtmServer, "reply", "Answers a message that was sent on the socket: it is stored. The sender gets it in place of the message's own frame.",
            ["ok: true", "reply_to?: int", "ts", new("text", "The text as it was stored."), new("position: int", "The message's position.")]),
        new(FrameDirection.RtmServer, "error", "Refuses a frame: -1 for too many, 2 for a message without a text, 1 for all else.",
            ["ok: false", "reply_to?: any", new("error: object", ["code: int", "msg: text"])]),
    ];
}
