using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Bookmarks;

/// <summary>Lists a channel's bookmarks in one answer, the one made first first (Slack: bookmarks.list).</summary>
internal static class BookmarksList
{
    public static SlackMethod Method { get; } = new(
        "bookmarks.list", SlackTokenKind.Any, Writes: false, ["channel_id"], ["bookmarks: bookmark[]"], ["channel_not_found", "not_in_channel"],
        HandleAsync, Summary: "Lists a channel's bookmarks.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var channel = await call.ChannelIdAsync("channel_id");
        var result = await call.AskAsync(channel, grain => grain.Bookmarks(call.Caller), static r => r.Error);
        return result.Error != PostError.None
            ? SlackError.Reply(result.Error, result.RetryAfter)
            : SlackReply.Ok(writer =>
            {
                writer.WriteStartArray("bookmarks"u8);
                foreach (var bookmark in result.Bookmarks)
                {
                    BookmarkJson.Write(writer, bookmark, channel, call.Caller.Team);
                }

                writer.WriteEndArray();
            });
    }
}
