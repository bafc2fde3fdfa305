using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Makes a further team for the caller's account. Our own.</summary>
internal static class SocialTeamsCreate
{
    public static SlackMethod Method { get; } = new(
        "social.teams.create", SlackTokenKind.User, Writes: true,
        [new("name", "The team's name, at most 80 characters."), "domain"], LogInReply.Fields, ["invalid_name", "invalid_domain", "domain_taken"],
        HandleAsync, Summary: "Makes a further team for the caller's account.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (name, domain) = (AccountArguments.Name(call.Arguments), AccountArguments.Domain(call.Arguments, "domain"));
        var accounts = call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0);
        return LogInReply.Of(await accounts.CreateTeam(call.Caller, name, domain), call.BaseUrl);
    }
}
