using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Leaves a channel (Slack: conversations.leave).</summary>
internal static class ConversationsLeave
{
    public static SlackMethod Method { get; } = new(
        "conversations.leave", SlackTokenKind.Any, Writes: true,
        ["channel"], ["not_in_channel?"],
        ["channel_not_found", "method_not_supported_for_channel_type", "is_archived", "cant_leave_general", "last_member"],
        HandleAsync, Summary: "Leaves a channel.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var channel = await call.ChannelIdAsync();
        var result = await call.AskAsync(channel, grain => grain.Leave(call.Caller, call.DedupeKey));
        return result switch
        {
            { Error: PostError.None, Already: false } => SlackReply.Done,
            { Error: PostError.None } or { Error: PostError.NotInChannel } => SlackReply.Ok(writer => writer.WriteBoolean("not_in_channel"u8, true)),
            _ => SlackError.Reply(result.Error, result.RetryAfter),
        };
    }
}
