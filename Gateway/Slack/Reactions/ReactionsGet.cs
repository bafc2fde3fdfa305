using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Reactions;

/// <summary>Shows a message with its reactions (Slack: reactions.get). At most 50 users are listed under one emoji; its count is of all.</summary>
internal static class ReactionsGet
{
    public static SlackMethod Method { get; } = new(
        "reactions.get", SlackTokenKind.Any, Writes: false,
        ["channel", "timestamp"], ["type: 'message'", "channel: channel_id", "message"],
        ["channel_not_found", "not_in_channel", "message_not_found", "no_item_specified", "bad_timestamp"],
        HandleAsync, Summary: "Shows a message with its reactions.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (call.Arguments.Text("timestamp") is null || call.Arguments.Text("channel") is null)
        {
            return SlackReply.Refused("no_item_specified");
        }

        var ts = call.Arguments.Ts("timestamp", "bad_timestamp");
        var channel = await call.ChannelIdAsync();
        var result = await call.AskAsync(channel, grain => grain.Find(call.Caller, ts));
        if (result is not { Error: PostError.None, Message: { } message })
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteString("type"u8, "message"u8);
            writer.WriteString("channel"u8, channel.Value);
            writer.WritePropertyName("message"u8);
            MessageJson.Write(writer, message, call.Caller.Team, permalink: Permalink.Of(call.BaseUrl, channel, message));
        });
    }
}
