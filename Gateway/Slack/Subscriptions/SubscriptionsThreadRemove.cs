namespace OrleansSocial.Gateway.Slack.Subscriptions;

/// <summary>Ends that the caller follows a thread (subscriptions.thread.remove of Slack's own clients).</summary>
internal static class SubscriptionsThreadRemove
{
    public static SlackMethod Method { get; } = new(
        "subscriptions.thread.remove", SlackTokenKind.Any, Writes: true,
        ["channel", "thread_ts", new("last_read?: text", "Taken, and changes nothing.")],
        [], ThreadArguments.Errors,
        HandleAsync, Summary: "Ends that the caller follows a thread, until they reply there or are named again.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (channel, thread) = await ThreadArguments.ReadAsync(call);
        await call.ReadAsync(async () =>
        {
            await call.User.UnfollowThread(channel, thread);
            return true;
        });
        return SlackReply.Done;
    }
}
