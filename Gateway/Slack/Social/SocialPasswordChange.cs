using System.Text;
using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Replaces the caller's password and ends the account's other sessions. Our own.</summary>
internal static class SocialPasswordChange
{
    private const int PasswordBytesMax = 72;

    public static SlackMethod Method { get; } = new(
        "social.password.change", SlackTokenKind.User, Writes: true,
        [new("current: text", "The password so far."), new("password", "The new password, of 8 to 72 bytes.")], [],
        ["invalid_auth", "invalid_password"], HandleAsync, Summary: "Replaces the caller's password and ends the account's other sessions.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (current, password) = (call.Arguments.Required("current"), AccountArguments.NewPassword(call.Arguments));
        if (Encoding.UTF8.GetByteCount(current) > PasswordBytesMax)
        {
            return SlackReply.Refused(SlackError.InvalidAuth);
        }

        // A password is checked here too: for the address, the account and the gateway it is a log-in.
        call.Services.Accounts.CountLogIn(call.Address, call.Caller.User.Value);
        var error = await call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0).ChangePassword(call.Caller, current, password, call.TokenId);
        return error == AccountError.None ? SlackReply.Done : SlackError.Reply(error);
    }
}
