using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Auth;

/// <summary>Tells who the token is (Slack: auth.test).</summary>
internal static class AuthTest
{
    public static SlackMethod Method { get; } = new(
        "auth.test", SlackTokenKind.Any, Writes: false,
        [], ["url", "team: text", "user: text", "team_id", "user_id", "bot_id?", "is_enterprise_install"], [],
        HandleAsync, Summary: "Tells who the token is.")
    {
        Tier = RateTier.Special,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var team = call.ReadAsync(() => call.Team.Profile());
        var user = call.ReadAsync(() => call.Team.Member(call.Caller.User));
        var (teamName, userName) = ((await team)?.Name, (await user)?.Name);
        return SlackReply.Ok(writer =>
        {
            writer.WriteString("url"u8, call.BaseUrl.AbsoluteUri);
            writer.WriteString("team"u8, teamName ?? string.Empty);
            writer.WriteString("user"u8, userName ?? string.Empty);
            writer.WriteString("team_id"u8, call.Caller.Team.Value);
            writer.WriteString("user_id"u8, call.Caller.User.Value);
            if (call.Caller.BotId is { } bot)
            {
                writer.WriteString("bot_id"u8, bot);
            }

            writer.WriteBoolean("is_enterprise_install"u8, false);
        });
    }
}
