using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Which threads of a page the caller follows, and which of its messages are pinned: one question, and none for a page without threads.</summary>
internal static class PageMarks
{
    /// <summary>Reads them, by message.</summary>
    public static async Task<IReadOnlyDictionary<long, MessageMarks>> ReadAsync(SlackCall call, ChannelId channel, HistoryPage page)
    {
        var marks = page.Pins.ToDictionary(p => p.Ts, p => new MessageMarks(channel, null, p));
        long[] threads = [.. page.Messages.Where(m => m.Thread is not null).Select(m => m.Ts)];
        if (threads.Length > 0)
        {
            foreach (var follow in await call.ReadAsync(() => call.User.FollowsOf(channel, [.. threads])))
            {
                marks[follow.ThreadTs] = new MessageMarks(channel, follow, marks.GetValueOrDefault(follow.ThreadTs)?.Pin);
            }
        }

        return marks;
    }
}
