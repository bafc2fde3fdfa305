using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Puts a direct conversation out of the caller's sight, until something newer happens there (Slack: conversations.close).</summary>
internal static class ConversationsClose
{
    public static SlackMethod Method { get; } = new(
        "conversations.close", SlackTokenKind.Any, Writes: true, ["channel"], ["no_op", "already_closed: bool"],
        ["channel_not_found", "method_not_supported_for_channel_type"],
        HandleAsync, Summary: "Puts a direct conversation out of the caller's sight until something newer happens there.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var id = await call.ChannelIdAsync();
        var result = await call.AskAsync(id, grain => grain.Info(call.Caller));
        if (result is not { Error: PostError.None, Channel: { } view })
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        if (!id.IsDirect)
        {
            return SlackReply.Refused("method_not_supported_for_channel_type");
        }

        var changed = await call.Services.Retry.RunAsync(() => call.User.SetOpen(id, isOpen: false, view.LatestTs, call.DedupeKey), static _ => false);
        return SlackReply.Ok(writer =>
        {
            writer.WriteBoolean("no_op"u8, !changed);
            writer.WriteBoolean("already_closed"u8, !changed);
        });
    }
}
