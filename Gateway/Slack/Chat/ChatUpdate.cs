using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>Replaces a message's text (Slack: chat.update).</summary>
internal static class ChatUpdate
{
    public static SlackMethod Method { get; } = new(
        "chat.update", SlackTokenKind.Any, Writes: true,
        ["channel", "ts", "text?", "blocks?", "attachments?", "metadata?", "link_names?", "parse?"],
        ["channel: channel_id", "ts", "text", "message", "errors!: text[]"],
        [
            "channel_not_found", "not_in_channel", "is_archived", "message_not_found", "cant_update_message", .. MessageReply.ContentErrors,
        ],
        HandleAsync, Summary: "Replaces a message's text, blocks and attachments.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var arguments = call.Arguments;
        var extras = MessageExtras.Of(arguments, call.Caller, keepEmpty: true);
        var text = await LinkedNames.OfAsync(call, MessageText.Of(arguments));
        var ts = arguments.Ts("ts", SlackError.MessageNotFound);
        var channel = await call.ChannelIdAsync();
        var result = await call.AskAsync(channel, grain => grain.Edit(call.Caller, ts, text, extras, call.DedupeKey));
        return result.Error == PostError.None
            ? MessageReply.Of(channel, result with { Ts = ts.Micros }, call.Caller.Team)
            : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
