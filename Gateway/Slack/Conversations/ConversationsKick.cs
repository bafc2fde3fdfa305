using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Removes a member from a channel (Slack: conversations.kick).</summary>
internal static class ConversationsKick
{
    public static SlackMethod Method { get; } = new(
        "conversations.kick", SlackTokenKind.Any, Writes: true,
        ["channel", "user"], [],
        [
            "channel_not_found", "method_not_supported_for_channel_type", "not_in_channel", "is_archived", "user_not_found", "cant_kick_self", "cant_kick_from_general", "restricted_action",
        ],
        HandleAsync, Summary: "Removes a member from a channel.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (!UserId.TryParse(call.Arguments.Text("user"), out var user))
        {
            return SlackReply.Refused(SlackError.UserNotFound);
        }

        var channel = await call.ChannelIdAsync();
        var result = await call.AskAsync(channel, grain => grain.Kick(call.Caller, user, call.DedupeKey));
        return result switch
        {
            { Error: PostError.None, Already: false } => SlackReply.Done,
            { Error: PostError.None } => SlackReply.Refused("not_in_channel"),
            { Error: PostError.CantLeaveGeneral } => SlackReply.Refused("cant_kick_from_general"),
            _ => SlackError.Reply(result.Error, result.RetryAfter),
        };
    }
}
