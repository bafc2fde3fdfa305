using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Ends one of the caller's tokens: within 5 s everywhere, its sockets too. Our own.</summary>
internal static class SocialSessionsRevoke
{
    public static SlackMethod Method { get; } = new(
        "social.sessions.revoke", SlackTokenKind.User, Writes: true, [new("session: text", "The session's id.")], [], ["not_found"],
        HandleAsync, Summary: "Ends one of the caller's tokens.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var id = call.Arguments.Required("session");
        var error = await call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0).RevokeSession(call.Caller, id);
        if (error != AccountError.None)
        {
            return SlackError.Reply(error);
        }

        call.Services.Tokens.Revoke(id);
        return SlackReply.Done;
    }
}
