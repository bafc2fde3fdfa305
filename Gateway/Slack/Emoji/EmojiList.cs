using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Emoji;

/// <summary>Lists the team's custom emoji in one answer, by name (Slack: emoji.list).</summary>
internal static class EmojiList
{
    public static SlackMethod Method { get; } = new(
        "emoji.list", SlackTokenKind.Any, Writes: false, [], [new("emoji: text{}", "By name: the image's URL, or alias:NAME."), "cache_ts: ts"], [],
        HandleAsync, Summary: "Lists the team's custom emoji.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var emoji = await call.ReadAsync(() => call.Team.Emoji());
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartObject("emoji"u8);
            foreach (var one in emoji)
            {
                writer.WriteString(one.Name, one.Value);
            }

            writer.WriteEndObject();
            Json.WriterExtensions.WriteTs(writer, "cache_ts"u8, call.Services.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
        });
    }
}
