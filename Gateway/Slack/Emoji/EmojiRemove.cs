using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Emoji;

/// <summary>Takes a custom emoji and its aliases away (Slack's clients: emoji.remove; words of admin.emoji.remove).</summary>
internal static class EmojiRemove
{
    public static SlackMethod Method { get; } = new(
        "emoji.remove", SlackTokenKind.User, Writes: true, [new("name", "The emoji's name, with or without colons.")], [],
        ["error_missing_name", "error_lower_case_names_only", "error_bad_name_i18n", "emoji_not_found", "not_an_admin"],
        HandleAsync, Summary: "Takes a custom emoji and its aliases away.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var name = EmojiArguments.Name(call.Arguments);
        var result = await call.Services.Retry.RunAsync(
            () => call.Team.RemoveEmoji(call.Caller, name, call.DedupeKey), static r => r.Error == TeamError.Unavailable);
        return result.Error == TeamError.None ? SlackReply.Done : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
