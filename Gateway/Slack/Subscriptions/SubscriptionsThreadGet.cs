using OrleansSocial.Gateway.Slack.Json;

namespace OrleansSocial.Gateway.Slack.Subscriptions;

/// <summary>Tells whether the caller follows a thread (subscriptions.thread.get of Slack's own clients).</summary>
internal static class SubscriptionsThreadGet
{
    public static SlackMethod Method { get; } = new(
        "subscriptions.thread.get", SlackTokenKind.Any, Writes: false,
        ["channel", "thread_ts"],
        [new("subscriptions: ts[]", "The thread, if the caller follows it; else nothing.")], ThreadArguments.Errors,
        HandleAsync, Summary: "Tells whether the caller follows a thread.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (channel, thread) = await ThreadArguments.ReadAsync(call);
        var follows = await call.ReadAsync(() => call.User.FollowsOf(channel, [thread]));
        return SlackReply.Ok(writer => writer.WriteStringArray("subscriptions"u8, [.. follows.Select(f => WriterExtensions.Ts(f.ThreadTs))]));
    }
}
