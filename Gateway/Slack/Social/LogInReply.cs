using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>The answer to everything that mints a token.</summary>
internal static class LogInReply
{
    /// <summary>The fields of the answer.</summary>
    public static readonly IReadOnlyList<SlackField> Fields = ["token", "user_id", "team_id", "team", "user", "bot_id?"];

    /// <summary>Writes the token and whose it is.</summary>
    public static SlackReply Of(LogInResult result, Uri baseUrl) => result switch
    {
        { Error: AccountError.None, Token: { } token, User: { } user, Team: { } team } => SlackReply.Ok(writer =>
        {
            writer.WriteString("token"u8, token);
            writer.WriteString("user_id"u8, user.Id.Value);
            writer.WriteString("team_id"u8, team.Id.Value);
            writer.WritePropertyName("team"u8);
            Json.TeamJson.Write(writer, team, baseUrl);
            writer.WritePropertyName("user"u8);
            Json.UserJson.Write(writer, user, team.Id, baseUrl);
            if (user.BotId is { } bot)
            {
                writer.WriteString("bot_id"u8, bot);
            }
        }),
        { Error: AccountError.None } => SlackReply.Refused(SlackError.FatalError),
        _ => SlackError.Reply(result.Error),
    };
}
