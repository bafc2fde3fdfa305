namespace OrleansSocial.Gateway.Slack.Reactions;

/// <summary>Adds the caller's reaction (Slack: reactions.add).</summary>
internal static class ReactionsAdd
{
    public static SlackMethod Method { get; } = new(
        "reactions.add", SlackTokenKind.Any, Writes: true, ReactionCall.Arguments, [],
        ["channel_not_found", "not_in_channel", "is_archived", "message_not_found", "no_item_specified", "bad_timestamp", "invalid_name", "already_reacted", "too_many_emoji"],
        call => ReactionCall.HandleAsync(call, remove: false), Summary: "Adds the caller's reaction to a message.");
}
