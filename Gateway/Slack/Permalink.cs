using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack;

/// <summary>The address of a message (Slack: chat.getPermalink): channel and ts in the path; a reply also names its thread.</summary>
internal static class Permalink
{
    /// <summary>Makes an address below the public base URL.</summary>
    public static string Of(Uri baseUrl, ChannelId channel, Message message)
    {
        var url = $"{baseUrl.AbsoluteUri}archives/{channel.Value}/p{WriterExtensions.Ts(message.Ts).Replace(".", string.Empty, StringComparison.Ordinal)}";
        return message.ThreadTs is { } thread && thread != message.Ts ? $"{url}?thread_ts={WriterExtensions.Ts(thread)}&cid={channel.Value}" : url;
    }
}
