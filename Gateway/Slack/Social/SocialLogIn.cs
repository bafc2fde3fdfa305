using System.Text;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Checks a password and mints a token. Our own.</summary>
internal static class SocialLogIn
{
    private const int PasswordBytesMax = 72;
    private const int TeamLengthMax = 80;

    public static SlackMethod Method { get; } = new(
        "social.logIn", SlackTokenKind.None, Writes: true,
        ["email", "password", new("team?", "Id or domain of one of the account's teams; needed when there are several.")],
        LogInReply.Fields, ["invalid_email", "invalid_auth", "team_not_found", "account_inactive"],
        HandleAsync, Summary: "Checks a password and gives a token. The oldest beyond 200 good ones of a member ends.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (email, password, team) = (AccountArguments.Email(call.Arguments), call.Arguments.Required("password"), call.Arguments.Text("team"));
        if (Encoding.UTF8.GetByteCount(password) > PasswordBytesMax)
        {
            return SlackReply.Refused(SlackError.InvalidAuth);
        }

        if (team is { Length: > TeamLengthMax })
        {
            return SlackReply.Refused("team_not_found");
        }

        call.Services.Accounts.CountLogIn(call.Address, email);
        return LogInReply.Of(await call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0).LogIn(email, password, team), call.BaseUrl);
    }
}
