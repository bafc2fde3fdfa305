using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Joins a public channel (Slack: conversations.join).</summary>
internal static class ConversationsJoin
{
    public static SlackMethod Method { get; } = new(
        "conversations.join", SlackTokenKind.Any, Writes: true,
        ["channel"], ["channel", "warning?", "response_metadata.warnings?"],
        ["channel_not_found", "is_archived", "method_not_supported_for_channel_type", "restricted_action", "too_many_users"],
        HandleAsync, Summary: "Joins a public channel.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        const string Already = "already_in_channel";
        var id = await call.ChannelIdAsync();
        var result = await call.AskAsync(id, grain => grain.Join(call.Caller, call.DedupeKey));
        if (result is not { Error: PostError.None, Channel: { } channel })
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("channel"u8);
            ChannelJson.Write(writer, channel, call.Caller.Team);
            if (result.Already)
            {
                writer.WriteString("warning"u8, Already);
                writer.WriteStartObject("response_metadata"u8);
                writer.WriteStringArray("warnings"u8, [Already]);
                writer.WriteEndObject();
            }
        });
    }
}
