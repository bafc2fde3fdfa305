using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Chat;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Sets a channel's topic; an empty one clears it (Slack: conversations.setTopic).</summary>
internal static class ConversationsSetTopic
{
    public static SlackMethod Method { get; } = new(
        "conversations.setTopic", SlackTokenKind.Any, Writes: true,
        ["channel", "topic"], ["channel", "topic"],
        ["channel_not_found", "method_not_supported_for_channel_type", "not_in_channel", "is_archived", "too_long"],
        HandleAsync, Summary: "Sets a channel's topic.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var topic = call.Arguments.Raw("topic") ?? throw new SlackRefusedException(SlackError.InvalidArguments, "missing required field: topic");
        if (topic.Length > IChannelGrain.TopicLengthMax)
        {
            return SlackReply.Refused("too_long");
        }

        // As a message's text is: clients show it as text with entities and links.
        topic = MessageText.Escape(topic);
        var id = await call.ChannelIdAsync();
        var result = await call.AskAsync(id, grain => grain.SetTopic(call.Caller, topic, call.DedupeKey));
        if (result is not { Error: PostError.None, Channel: { } channel })
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("channel"u8);
            ChannelJson.Write(writer, channel, call.Caller.Team);
            writer.WriteString("topic"u8, topic);
        });
    }
}
