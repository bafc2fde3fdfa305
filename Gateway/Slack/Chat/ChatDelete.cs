using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>Deletes a message (Slack: chat.delete).</summary>
internal static class ChatDelete
{
    public static SlackMethod Method { get; } = new(
        "chat.delete", SlackTokenKind.Any, Writes: true,
        ["channel", "ts"], ["channel: channel_id", "ts"],
        ["channel_not_found", "not_in_channel", "is_archived", "message_not_found", "cant_delete_message"],
        HandleAsync, Summary: "Deletes a message.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var ts = call.Arguments.Ts("ts", SlackError.MessageNotFound);
        var channel = await call.ChannelIdAsync();
        var result = await call.AskAsync(channel, grain => grain.Delete(call.Caller, ts, call.DedupeKey));
        return result.Error == PostError.None
            ? SlackReply.Ok(writer =>
            {
                writer.WriteString("channel"u8, channel.Value);
                writer.WriteTs("ts"u8, ts.Micros);
            })
            : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
