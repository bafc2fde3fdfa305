namespace OrleansSocial.Gateway.Slack;

/// <summary>On which socket a frame is, and who sends it.</summary>
internal enum FrameDirection
{
    /// <summary>To a member's socket (<c>/rtm/TICKET</c>).</summary>
    RtmServer,

    /// <summary>From a member's client.</summary>
    RtmClient,

    /// <summary>To an app's socket (<c>/socket-mode/TICKET</c>).</summary>
    SocketModeServer,

    /// <summary>From an app.</summary>
    SocketModeClient,
}
