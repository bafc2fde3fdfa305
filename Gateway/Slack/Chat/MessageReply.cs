using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>The answer to a post or an edit.</summary>
internal static class MessageReply
{
    /// <summary>The words for a content that can't be posted.</summary>
    public static readonly IReadOnlyList<string> ContentErrors =
    [
        "no_text", "msg_too_long", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments", "too_many_attachments",
        "attachment_payload_limit_exceeded", "invalid_metadata_format", "metadata_too_large",
    ];

    /// <summary>Writes channel, ts and the message after the change.</summary>
    public static SlackReply Of(ChannelId channel, PostResult result, TeamId team) => SlackReply.Ok(writer =>
    {
        writer.WriteString("channel"u8, channel.Value);
        writer.WriteTs("ts"u8, result.Message?.Ts ?? result.Ts);
        if (result.Message is { } message)
        {
            writer.WriteString("text"u8, message.Text);
            writer.WritePropertyName("message"u8);
            MessageJson.Write(writer, message, team);
        }
    });
}
