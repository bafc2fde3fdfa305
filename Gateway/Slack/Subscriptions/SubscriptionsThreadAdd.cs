using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Subscriptions;

/// <summary>Makes the caller follow a thread (subscriptions.thread.add of Slack's own clients).</summary>
internal static class SubscriptionsThreadAdd
{
    public static SlackMethod Method { get; } = new(
        "subscriptions.thread.add", SlackTokenKind.Any, Writes: true,
        ["channel", "thread_ts", new("last_read?: ts", "The last reply that was read. Absent: the parent alone.")],
        [], [.. ThreadArguments.Errors, "invalid_timestamp"],
        HandleAsync, Summary: "Makes the caller follow a thread.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        MessageTs? lastRead = call.Arguments.Text("last_read") is null ? null : call.Arguments.Ts("last_read", "invalid_timestamp");
        var (channel, thread) = await ThreadArguments.ReadAsync(call);
        await call.ReadAsync(async () =>
        {
            await call.User.FollowThread(channel, thread, lastRead?.Micros ?? thread, moves: false);
            return true;
        });
        return SlackReply.Done;
    }
}
