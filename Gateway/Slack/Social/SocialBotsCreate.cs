using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Makes a bot with its token in the caller's team. Our own.</summary>
internal static class SocialBotsCreate
{
    public static SlackMethod Method { get; } = new(
        "social.bots.create", SlackTokenKind.User, Writes: true,
        [new("name", "The bot's name, at most 80 characters.")], LogInReply.Fields, ["invalid_name", "restricted_action", "too_many_users"],
        HandleAsync, Summary: "Makes a bot with its token in the caller's team; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var name = AccountArguments.Name(call.Arguments);
        var me = await call.ReadAsync(() => call.Team.Member(call.Caller.User));
        if (me is null || me.Role < UserRole.Admin)
        {
            return SlackReply.Refused("restricted_action");
        }

        var accounts = call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0);
        return LogInReply.Of(await accounts.CreateBot(call.Caller, name), call.BaseUrl);
    }
}
