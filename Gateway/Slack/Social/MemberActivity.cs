using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>What social.members.deactivate and social.members.reactivate share.</summary>
internal static class MemberActivity
{
    /// <summary>The error words of both.</summary>
    public static readonly IReadOnlyList<string> Errors = ["user_not_found", "user_is_app", "restricted_action"];

    /// <summary>Keeps a member out, or lets them in again.</summary>
    public static async Task<SlackReply> HandleAsync(SlackCall call, bool active)
    {
        if (!UserId.TryParse(call.Arguments.Text("user"), out var user))
        {
            return SlackReply.Refused(SlackError.UserNotFound);
        }

        // Half an app would go on: its webhooks, its request URL. It is removed as a whole.
        if (await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IAppsGrain>(0).AppOfBot(call.Caller.Team, user)) is not null)
        {
            return SlackReply.Refused("user_is_app", "the bot of an app: social.apps.remove ends it");
        }

        var accounts = call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0);
        var error = await call.Services.Retry.RunAsync(
            () => accounts.SetActive(call.Caller, user, active, call.DedupeKey), e => e == AccountError.Unavailable);
        return error == AccountError.None ? SlackReply.Done : SlackError.Reply(error);
    }
}
