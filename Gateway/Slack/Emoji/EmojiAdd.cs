using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Emoji;

/// <summary>Adds a custom emoji: an image by its URL, or another name (Slack's clients: emoji.add with name and alias_for; the image is not uploaded here).</summary>
internal static class EmojiAdd
{
    public static SlackMethod Method { get; } = new(
        "emoji.add", SlackTokenKind.User, Writes: true,
        [
            new("name", "The emoji's name, with or without colons."), new("url?: text", "The address of its image, http or https."),
            new("alias_for?: text", "Instead of url: the emoji that it is another name of."),
        ],
        [],
        [
            "error_missing_name", "error_lower_case_names_only", "error_bad_name_i18n", "error_name_taken", "error_bad_upload", "no_image_uploaded",
            "no_alias_selected", "error_invalid_alias", "emoji_limit_reached", "restricted_action",
        ],
        HandleAsync, Summary: "Adds a custom emoji: an image by its URL, or another name.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (name, value) = (EmojiArguments.Name(call.Arguments), EmojiArguments.Value(call.Arguments));
        var result = await call.Services.Retry.RunAsync(
            () => call.Team.AddEmoji(call.Caller, name, value, call.DedupeKey), static r => r.Error == TeamError.Unavailable);
        return result.Error == TeamError.None ? SlackReply.Done : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
