using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Describes a channel (Slack: conversations.info).</summary>
internal static class ConversationsInfo
{
    public static SlackMethod Method { get; } = new(
        "conversations.info", SlackTokenKind.Any, Writes: false,
        ["channel", "include_num_members?"], ["channel: channel_or_im"], ["channel_not_found"], HandleAsync, Summary: "Describes a channel.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var id = await call.ChannelIdAsync();
        var result = await call.AskAsync(id, grain => grain.Info(call.Caller));
        if (result is not { Error: PostError.None, Channel: { } channel })
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        if (!channel.IsMember)
        {
            return ChannelJson.Reply(channel, call.Caller.Team);
        }

        var mine = await call.ReadAsync(() => call.User.Channels());
        return ChannelJson.Reply(channel, call.Caller.Team, mine.FirstOrDefault(c => c.Channel == id));
    }
}
