using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Ends an invite. Our own.</summary>
internal static class SocialInvitesRevoke
{
    public static SlackMethod Method { get; } = new(
        "social.invites.revoke", SlackTokenKind.User, Writes: true, [new("invite: text", "The invite's id.")], [], ["restricted_action", "not_found"],
        HandleAsync, Summary: "Ends an invite; for admins.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var error = await call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0).RevokeInvite(call.Caller, call.Arguments.Required("invite"));
        return error == AccountError.None ? SlackReply.Done : SlackError.Reply(error);
    }
}
