using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Reads a thread, parent first, oldest first (Slack: conversations.replies).</summary>
internal static class ConversationsReplies
{
    private const string CursorKind = "replies";

    public static SlackMethod Method { get; } = new(
        "conversations.replies", SlackTokenKind.Any, Writes: false,
        ["channel", "ts", "oldest?", "latest?", "inclusive?", "limit?", "cursor?"],
        ["messages", "has_more", "response_metadata.next_cursor"],
        [
            "channel_not_found", "not_in_channel", "thread_not_found", "invalid_ts_oldest", "invalid_ts_latest", "invalid_cursor", "invalid_limit",
        ],
        HandleAsync, Summary: "Reads a thread, parent first, then the replies from the oldest on; by the ts of a reply, that reply alone.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var thread = call.Arguments.Ts("ts", "thread_not_found");
        var query = HistoryRange.Of(call.Arguments, thread, CursorKind);
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
            foreach (var message in page.Messages)
            {
                MessageJson.Write(writer, message, call.Caller.Team, marks: marks.GetValueOrDefault(message.Ts));
            }

            writer.WriteEndArray();
            writer.WriteBoolean("has_more"u8, page.HasMore);
            writer.WriteNextCursor(HistoryRange.Next(page, query, CursorKind));
        });
    }
}
