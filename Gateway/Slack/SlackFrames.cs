using OrleansSocial.Gateway.Slack.Rtm;
using OrleansSocial.Gateway.Slack.SocketMode;

namespace OrleansSocial.Gateway.Slack;

/// <summary>The frames of all WebSockets, of members and of apps.</summary>
internal static class SlackFrames
{
    /// <summary>Gets every frame.</summary>
    public static IReadOnlyList<SlackFrame> All { get; } =
    [
        .. SocketFrameShapes.All,
        .. ChannelFrameShapes.All,
        .. PinFrames.Shapes,
        .. ThreadFrames.Shapes,
        .. TeamFrameShapes.All,
        .. SettingFrames.Shapes,
        .. SignalFrames.Shapes,
        .. ClientFrameShapes.All,
        .. SocketModeFrameShapes.All,
    ];

    /// <summary>Gets the frames of one socket and sender.</summary>
    public static IEnumerable<SlackFrame> Of(FrameDirection direction) => All.Where(f => f.Direction == direction);
}
