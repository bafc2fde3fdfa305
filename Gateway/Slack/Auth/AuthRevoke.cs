using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Auth;

/// <summary>Ends the token that calls (Slack: auth.revoke).</summary>
internal static class AuthRevoke
{
    public static SlackMethod Method { get; } = new(
        "auth.revoke", SlackTokenKind.Any, Writes: true, ["test?"], ["revoked"], [],
        HandleAsync, Summary: "Ends the token that calls.");

    /// <summary>Revokes the caller's token.</summary>
    public static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var test = call.Arguments.Flag("test");
        if (!test)
        {
            await call.ReadAsync(async () =>
            {
                await call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0).Revoke(call.TokenId);
                return true;
            });
            call.Services.Tokens.Revoke(call.TokenId);
        }

        return SlackReply.Ok(writer => writer.WriteBoolean("revoked"u8, !test));
    }
}
