using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Client;

/// <summary>The caller's channels with what is unread in each: one question a channel, answered from its memory.</summary>
internal static class OwnChannels
{
    /// <summary>The most channels that are asked at once for one call.</summary>
    public const int AskedAtOnceMax = 64;

    /// <summary>Reads them, by id; a channel that the caller left meanwhile is left out.</summary>
    public static async Task<IReadOnlyList<(UserChannel Entry, ChannelCounts Counts)>> ReadAsync(SlackCall call)
    {
        var mine = await call.ReadAsync(() => call.User.Channels());
        var read = new List<(UserChannel, ChannelCounts)>(mine.Length);
        foreach (var page in mine.Chunk(AskedAtOnceMax))
        {
            var counts = await Task.WhenAll(page.Select(c => call.ReadAsync(() => call.Channel(c.Channel).Counts(call.Caller, c.ReadPosition))));
            read.AddRange(page.Zip(counts).Where(c => c.Second.Error == PostError.None));
        }

        return read;
    }
}
