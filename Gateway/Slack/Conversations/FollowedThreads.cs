using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Which threads of a page the caller follows: one question, and none for a page without threads.</summary>
internal static class FollowedThreads
{
    /// <summary>Reads them, by the thread's parent.</summary>
    public static async Task<IReadOnlyDictionary<long, ThreadFollow>> ReadAsync(SlackCall call, ChannelId channel, HistoryPage page)
    {
        long[] threads = [.. page.Messages.Where(m => m.Thread is not null).Select(m => m.Ts)];
        return threads.Length == 0
            ? new Dictionary<long, ThreadFollow>()
            : (await call.ReadAsync(() => call.User.FollowsOf(channel, [.. threads]))).ToDictionary(f => f.ThreadTs);
    }
}
