using System.Text;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Oauth;

/// <summary>Gives a token of an app's bot for a code of social.apps.authorize (Slack: oauth.v2.access).</summary>
internal static class OauthV2Access
{
    private const int LengthMax = 500;
    private const string Basic = "Basic ";

    public static SlackMethod Method { get; } = new(
        "oauth.v2.access", SlackTokenKind.None, Writes: true,
        [
            new("client_id?: text", "The app's client id; HTTP Basic authentication does too."), new("client_secret?: text", "Its secret; HTTP Basic authentication does too."),
            new("code: text", "The code, good once and for 10 minutes."), new("redirect_uri?: text", "The redirect URI that was named when the code was made."),
        ],
        [
            "access_token: text", "token_type: 'bot'", "scope: text", "bot_user_id: user_id", "app_id: app_id", new("team: object", ["id: team_id", "name"]),
            "enterprise: null", new("authed_user: object", ["id: user_id"]), "is_enterprise_install: false",
        ],
        ["invalid_client_id", "bad_client_secret", "invalid_code", "code_already_used", "bad_redirect_uri"],
        HandleAsync, Summary: "Gives a token of an app's bot for a code.",
        NotServed: "tokens of users, refresh tokens and token rotation")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (id, secret) = Client(call);
        var (code, redirect) = (call.Arguments.Text("code") ?? string.Empty, call.Arguments.Text("redirect_uri") is { Length: > 0 } uri ? uri : null);
        if (new[] { id, secret, code, redirect ?? string.Empty }.Any(t => t.Length > LengthMax || t.Contains('\0', StringComparison.Ordinal)))
        {
            return SlackReply.Refused("invalid_client_id");
        }

        // Not tried again: a code is good once, and the token of a lost answer is lost.
        var granted = await call.Services.Clusters.Main.GetGrain<IOAuthGrain>(0).Exchange(id, secret, code, redirect);
        if (granted is not { Error: OAuthError.None, App: { } app })
        {
            return SlackReply.Refused(SlackError.From(granted.Error));
        }

        var team = await call.ReadAsync(() => call.Services.Clusters.For(app.Team).GetGrain<Grains.Interfaces.Teams.ITeamGrain>(app.Team.Value).Profile());
        return SlackReply.Ok(writer =>
        {
            writer.WriteString("access_token"u8, granted.Token);
            writer.WriteString("token_type"u8, "bot"u8);
            writer.WriteString("scope"u8, string.Join(',', granted.Scopes));
            writer.WriteString("bot_user_id"u8, app.User.Value);
            writer.WriteString("app_id"u8, app.Id);
            writer.WriteStartObject("team"u8);
            writer.WriteString("id"u8, app.Team.Value);
            writer.WriteString("name"u8, team?.Name);
            writer.WriteEndObject();
            writer.WriteNull("enterprise"u8);
            writer.WriteStartObject("authed_user"u8);
            writer.WriteString("id"u8, granted.AuthorizedBy.Value);
            writer.WriteEndObject();
            writer.WriteBoolean("is_enterprise_install"u8, false);
        });
    }

    private static (string Id, string Secret) Client(SlackCall call)
    {
        if (call.Authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            var buffer = new byte[LengthMax];
            if (Convert.TryFromBase64String(call.Authorization[Basic.Length..].Trim(), buffer, out var length)
                && Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) is [var id, var secret])
            {
                return (id, secret);
            }
        }

        return (call.Arguments.Text("client_id") ?? string.Empty, call.Arguments.Text("client_secret") ?? string.Empty);
    }
}
