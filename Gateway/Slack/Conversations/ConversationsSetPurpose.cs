using OrleansSocial.Gateway.Slack.Chat;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Sets a channel's purpose; an empty one clears it (Slack: conversations.setPurpose).</summary>
internal static class ConversationsSetPurpose
{
    public static SlackMethod Method { get; } = new(
        "conversations.setPurpose", SlackTokenKind.Any, Writes: true,
        ["channel", "purpose"], ["channel", "purpose"],
        ["channel_not_found", "not_in_channel", "is_archived", "too_long", "method_not_supported_for_channel_type"],
        HandleAsync, Summary: "Sets a channel's purpose.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var purpose = call.Arguments.Raw("purpose") ?? throw new SlackRefusedException(SlackError.InvalidArguments, "missing required field: purpose");
        if (purpose.Length > IChannelGrain.TopicLengthMax)
        {
            return SlackReply.Refused("too_long");
        }

        // As a message's text is: clients show it as text with entities and links.
        purpose = MessageText.Escape(purpose);
        var id = await call.ChannelIdAsync();
        var result = await call.AskAsync(id, grain => grain.SetPurpose(call.Caller, purpose, call.DedupeKey));
        if (result is not { Error: PostError.None, Channel: { } channel })
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("channel"u8);
            ChannelJson.Write(writer, channel, call.Caller.Team);
            writer.WriteString("purpose"u8, purpose);
        });
    }
}
