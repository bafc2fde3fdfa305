using OrleansSocial.Gateway.Sessions;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>Describes the frames that members' clients may send: those that <see cref="RtmSocket"/> reads. Any other type is refused with an error.</summary>
internal static class ClientFrameShapes
{
    /// <summary>Gets them.</summary>
    public static IReadOnlyList<SlackFrame> All { get; } =
    [
        Of("ping", "Asks for a pong, which carries everything that the ping had.", ["type: 'ping'", "id?: any"]),
        Of("message", "Posts, as chat.postMessage does; answered by a reply or an error with the frame's id.",
        [
            "type: 'message'", "id?: int", "channel: text", "text?", "thread_ts?", "reply_broadcast?: bool", "client_msg_id?", "blocks?: object[]", "attachments?: object[]", "metadata?: object",
        ]),
        Of("typing", "Tells the others in the channel that the member types; not answered.", ["type: 'typing'", "channel: channel_id", "thread_ts?"]),
        Of("presence_sub", "Names all users whose presence the socket wants to know from now on.", ["type: 'presence_sub'", "ids: user_id[]"]),
        Of("presence_query", "Asks for the presence of users once.", ["type: 'presence_query'", "ids: user_id[]"]),
        Of("tickle", "Read and passed over; the member looks, as any frame says.", ["type: 'tickle'"]),
        Of("resume", "The first frame of a client that asked with `own=1`: the newest event_ts that it has of each channel.", ["type: 'resume'", "cursors: ts{}"]),
    ];

    private static SlackFrame Of(string name, string about, IReadOnlyList<SlackField> members) => new(FrameDirection.RtmClient, name, about, members) { IsOpen = true };
}
