namespace OrleansSocial.Gateway.Slack.Subscriptions;

/// <summary>Moves what the caller has read of a thread (subscriptions.thread.mark of Slack's own clients).</summary>
internal static class SubscriptionsThreadMark
{
    public static SlackMethod Method { get; } = new(
        "subscriptions.thread.mark", SlackTokenKind.Any, Writes: true,
        ["channel", "thread_ts", new("ts: ts", "The last reply that was read."), new("read?: bool", "Taken, and changes nothing: ts tells what was read.")],
        [], [.. ThreadArguments.Errors, "invalid_timestamp"],
        HandleAsync, Summary: "Moves what the caller has read of a thread; changes nothing for a thread that the caller does not follow.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var ts = call.Arguments.Ts("ts", "invalid_timestamp");
        var (channel, thread) = await ThreadArguments.ReadAsync(call);
        await call.ReadAsync(async () =>
        {
            await call.User.MarkThread(channel, thread, ts.Micros);
            return true;
        });
        return SlackReply.Done;
    }
}
