using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Subscriptions;

/// <summary>The thread that a call names: one that is there and that the caller can read.</summary>
internal static class ThreadArguments
{
    /// <summary>Gets the words for threads that are none.</summary>
    public static readonly string[] Errors = ["channel_not_found", "not_in_channel", "thread_not_found"];

    /// <summary>Reads <c>channel</c> and <c>thread_ts</c>.</summary>
    /// <exception cref="SlackRefusedException">There is no such thread for the caller.</exception>
    public static async Task<(ChannelId Channel, long ThreadTs)> ReadAsync(SlackCall call)
    {
        var ts = call.Arguments.Ts("thread_ts", "thread_not_found");
        var channel = await call.ChannelIdAsync();
        var found = await call.AskAsync(channel, grain => grain.Find(call.Caller, ts));
        return found switch
        {
            { Error: PostError.MessageNotFound } => throw new SlackRefusedException("thread_not_found"),
            { Error: not PostError.None } => throw new SlackRefusedException(SlackError.Reply(found.Error, found.RetryAfter)),
            { Message: { ThreadTs: { } parent } } when parent != ts.Micros => throw new SlackRefusedException("thread_not_found"),
            _ => (channel, ts.Micros),
        };
    }
}
