using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Makes an invite into the caller's team. Our own.</summary>
internal static class SocialInvitesCreate
{
    private const int UsesMax = 10_000;
    private const int UsesDefault = 100;
    private const int SecondsMax = 30 * 24 * 3600;
    private const int SecondsDefault = 7 * 24 * 3600;

    public static SlackMethod Method { get; } = new(
        "social.invites.create", SlackTokenKind.User, Writes: true,
        [new("max_uses?: int", "How many may use it. Absent: 100."), new("expires_in?: int", "Seconds until it expires. Absent: seven days.")],
        [new("invite: object", ["code: text", "url", "expires: int", "max_uses: int"])], ["restricted_action"],
        HandleAsync, Summary: "Makes an invite into the caller's team; for admins.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var uses = call.Arguments.Number("max_uses", UsesDefault, 1, UsesMax);
        var lifetime = TimeSpan.FromSeconds(call.Arguments.Number("expires_in", SecondsDefault, 1, SecondsMax));
        var accounts = call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0);
        if (await accounts.CreateInvite(call.Caller, uses, lifetime) is not { } invite)
        {
            return SlackReply.Refused("restricted_action");
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteStartObject("invite"u8);
            writer.WriteString("code"u8, invite.Code);
            writer.WriteString("url"u8, $"{call.BaseUrl.AbsoluteUri}?invite={invite.Code}");
            writer.WriteNumber("expires"u8, invite.ExpiresAt.ToUnixTimeSeconds());
            writer.WriteNumber("max_uses"u8, invite.UsesMax);
            writer.WriteEndObject();
        });
    }
}
