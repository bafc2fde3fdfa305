using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Reactions;

/// <summary>Takes away the caller's reaction (Slack: reactions.remove).</summary>
internal static class ReactionsRemove
{
    public static SlackMethod Method { get; } = new(
        "reactions.remove", SlackTokenKind.Any, Writes: true, ReactionCall.Arguments, [],
        ["channel_not_found", "not_in_channel", "is_archived", "message_not_found", "no_item_specified", "bad_timestamp", "invalid_name", "no_reaction"],
        call => ReactionCall.HandleAsync(call, remove: true), Summary: "Takes the caller's reaction from a message.")
    {
        Tier = RateTier.Tier2,
    };
}
