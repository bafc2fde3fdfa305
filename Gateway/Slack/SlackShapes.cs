using OrleansSocial.Gateway.Slack.Json;

namespace OrleansSocial.Gateway.Slack;

/// <summary>The objects that answers share.</summary>
internal static class SlackShapes
{
    /// <summary>Gets every shape.</summary>
    public static IReadOnlyList<SlackShape> All { get; } =
    [
        ChannelJson.Shape,
        MessageJson.Shape,
        MessageJson.Reaction,
        SlackReply.Metadata,
        TeamJson.Shape,
        UserJson.Profile,
        UserJson.Shape,
    ];
}
