using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>What conversations.archive and conversations.unarchive share.</summary>
internal static class ArchiveCall
{
    /// <summary>Closes a channel for writes, or opens it again.</summary>
    public static async Task<SlackReply> HandleAsync(SlackCall call, bool archive)
    {
        var id = await call.ChannelIdAsync();
        var result = await call.AskAsync(id, grain => grain.Archive(call.Caller, archive, call.DedupeKey));
        return result.Error == PostError.None ? SlackReply.Done : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
