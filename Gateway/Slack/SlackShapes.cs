using OrleansSocial.Gateway.Slack.Client;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Social;

namespace OrleansSocial.Gateway.Slack;

/// <summary>The objects that answers share.</summary>
internal static class SlackShapes
{
    /// <summary>Gets every shape.</summary>
    public static IReadOnlyList<SlackShape> All { get; } =
    [
        AppJson.Shape,
        BookmarkJson.Shape,
        ChannelJson.Shape,
        ChannelJson.Direct,
        ChannelJson.Either,
        ClientCounts.Shape,
        MessageJson.Shape,
        MessageJson.Reaction,
        SlackReply.Metadata,
        TeamJson.Shape,
        GroupJson.Shape,
        UserJson.Profile,
        UserJson.Shape,
    ];
}
