using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Ends an invite. Our own.</summary>
internal static class SocialInvitesRevoke
{
    public static SlackMethod Method { get; } = new(
        "social.invites.revoke", SlackTokenKind.User, Writes: true, ["invite"], [], ["restricted_action", "not_found"], HandleAsync);

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var error = await call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0).RevokeInvite(call.Caller, call.Arguments.Required("invite"));
        return error == AccountError.None ? SlackReply.Done : SlackError.Reply(error);
    }
}
