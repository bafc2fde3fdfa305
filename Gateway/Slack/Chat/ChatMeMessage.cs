using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>Posts a message in the third person (Slack: chat.meMessage).</summary>
internal static class ChatMeMessage
{
    public static SlackMethod Method { get; } = new(
        "chat.meMessage", SlackTokenKind.Any, Writes: true,
        [ChatPostMessage.Channel, "text"], ["channel: channel_id", "ts"],
        ["channel_not_found", "user_not_found", "not_in_channel", "is_archived", "no_text", "msg_too_long"],
        HandleAsync, Summary: "Posts a message in the third person.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var text = MessageText.Required(call.Arguments);
        var extras = MessageExtras.OfAuthor(call.Caller);
        var message = new PostMessage(call.Caller, text, extras, ThreadTs: null, Broadcast: false, IsMeMessage: true, call.DedupeKey);
        var (channel, result) = await ChatPostMessage.PostAsync(call, message);
        return result.Error == PostError.None
            ? SlackReply.Ok(writer =>
            {
                writer.WriteString("channel"u8, channel.Value);
                writer.WriteTs("ts"u8, result.Ts);
            })
            : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
