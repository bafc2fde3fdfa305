using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>Gives the address of a message (Slack: chat.getPermalink).</summary>
internal static class ChatGetPermalink
{
    public static SlackMethod Method { get; } = new(
        "chat.getPermalink", SlackTokenKind.Any, Writes: false,
        ["channel", "message_ts"], ["channel: channel_id", "permalink"],
        ["channel_not_found", "not_in_channel", "message_not_found"],
        HandleAsync, Summary: "Gives the address of a message.")
    {
        Tier = RateTier.Special,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var ts = call.Arguments.Ts("message_ts", SlackError.MessageNotFound);
        var channel = await call.ChannelIdAsync();
        var result = await call.AskAsync(channel, grain => grain.Find(call.Caller, ts));
        return result is { Error: PostError.None, Message: { } message }
            ? SlackReply.Ok(writer =>
            {
                writer.WriteString("channel"u8, channel.Value);
                writer.WriteString("permalink"u8, Permalink.Of(call.BaseUrl, channel, message));
            })
            : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
