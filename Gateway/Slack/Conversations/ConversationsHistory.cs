using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Reads a channel's messages, newest first (Slack: conversations.history).</summary>
internal static class ConversationsHistory
{
    private const string CursorKind = "history";

    public static SlackMethod Method { get; } = new(
        "conversations.history", SlackTokenKind.Any, Writes: false,
        ["channel", "oldest?", "latest?", "inclusive?", "limit?", "cursor?"],
        ["messages", "has_more", "pin_count", "response_metadata.next_cursor"],
        ["channel_not_found", "not_in_channel", "invalid_ts_oldest", "invalid_ts_latest", "invalid_cursor", "invalid_limit"],
        HandleAsync, Summary: "Reads a channel's messages, newest first: those next to latest, or next to oldest when that comes alone.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var query = HistoryRange.Of(call.Arguments, null, CursorKind);
        var channel = await call.ChannelIdAsync();
        var page = await call.AskAsync(channel, grain => grain.History(call.Caller, query), static p => p.Error);
        if (page.Error != PostError.None)
        {
            return SlackError.Reply(page.Error, TimeSpan.Zero);
        }

        var marks = await PageMarks.ReadAsync(call, channel, page);
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("messages"u8);
            foreach (var message in query.OldestFirst ? page.Messages.Reverse() : page.Messages)
            {
                MessageJson.Write(writer, message, call.Caller.Team, marks: marks.GetValueOrDefault(message.Ts));
            }

            writer.WriteEndArray();
            writer.WriteBoolean("has_more"u8, page.HasMore);
            writer.WriteNumber("pin_count"u8, page.PinCount);
            writer.WriteNextCursor(HistoryRange.Next(page, query, CursorKind));
        });
    }
}
