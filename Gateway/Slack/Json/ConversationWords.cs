using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>The words by which Slack's frames tell public channels, private ones ("groups") and direct conversations apart.</summary>
internal static class ConversationWords
{
    /// <summary>The <c>channel_type</c> of a message.</summary>
    public static string Type(string channel) => new ChannelId(channel).Kind switch
    {
        ChannelKind.Private => "group",
        ChannelKind.Direct => "im",
        ChannelKind.GroupDirect => "mpim",
        _ => "channel",
    };

    /// <summary>The name that an app is told: that of a private channel is for its members, and a conversation of two has none.</summary>
    public static string NameForApps(ChannelInfo channel) => channel.Id.Kind switch
    {
        ChannelKind.Private => "privategroup",
        ChannelKind.Direct => "directmessage",
        _ => channel.Name,
    };

    /// <summary>The <c>channel_type</c> of a membership.</summary>
    public static string Letter(string channel) => new ChannelId(channel).Kind == ChannelKind.Public ? "C" : "G";
}
