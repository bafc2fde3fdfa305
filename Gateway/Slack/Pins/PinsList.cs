using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Pins;

/// <summary>Lists the messages that are pinned to a channel, the one pinned last first (Slack: pins.list).</summary>
internal static class PinsList
{
    public static SlackMethod Method { get; } = new(
        "pins.list", SlackTokenKind.Any, Writes: false, ["channel"],
        [new("items: object[]", ["type: 'message'", "channel: channel_id", "created", "created_by: user_id", "message"])],
        ["channel_not_found", "not_in_channel"],
        HandleAsync, Summary: "Lists the messages that are pinned to a channel, the one pinned last first.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var channel = await call.ChannelIdAsync();
        var page = await call.AskAsync(channel, grain => grain.Pinned(call.Caller), static p => p.Error);
        if (page.Error != PostError.None)
        {
            return SlackError.Reply(page.Error, TimeSpan.Zero);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("items"u8);
            foreach (var (message, pin) in page.Messages.Zip(page.Pins))
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, "message"u8);
                writer.WriteString("channel"u8, channel.Value);
                writer.WriteNumber("created"u8, pin.PinnedTs / 1_000_000);
                writer.WriteString("created_by"u8, pin.By);
                writer.WritePropertyName("message"u8);
                MessageJson.Write(
                    writer, message, call.Caller.Team, permalink: Permalink.Of(call.BaseUrl, channel, message), marks: new MessageMarks(channel, null, pin));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }
}
