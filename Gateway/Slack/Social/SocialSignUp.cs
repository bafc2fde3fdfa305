using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Makes an account with its first team, or into an invite's team. Our own.</summary>
internal static class SocialSignUp
{
    private const int InviteLengthMax = 100;

    public static SlackMethod Method { get; } = new(
        "social.signUp", SlackTokenKind.None, Writes: true,
        [
            new("name", "The person's name, at most 80 characters."), "email", new("password", "A password of 8 to 72 bytes."),
            new("team_name?: text", "The new team's name; not with an invite."), new("team_domain?: text", "The new team's domain; not with an invite."),
            new("invite?: text", "The code of an invite."),
        ],
        LogInReply.Fields,
        ["invalid_name", "invalid_email", "invalid_password", "invalid_domain", "email_taken", "domain_taken", "invalid_invite", "too_many_users"],
        HandleAsync, Summary: "Makes an account with its first team, or into an invite's team.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var arguments = call.Arguments;
        var (name, email, password) = (AccountArguments.Name(arguments), AccountArguments.Email(arguments), AccountArguments.NewPassword(arguments));
        var invite = arguments.Text("invite");
        if (invite is { Length: > InviteLengthMax })
        {
            return SlackReply.Refused("invalid_invite");
        }

        var signUp = invite is not null
            ? new SignUp(name, email, password, invite, null, null)
            : new SignUp(name, email, password, null, AccountArguments.Name(arguments, "team_name"), AccountArguments.Domain(arguments, "team_domain"));
        call.Services.Accounts.CountSignUp(call.Address);

        // Not tried again here: a sign-up has no key, and its repeat would answer email_taken.
        return LogInReply.Of(await call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0).SignUp(signUp), call.BaseUrl);
    }
}
