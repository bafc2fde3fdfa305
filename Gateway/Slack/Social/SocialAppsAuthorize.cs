using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Lets an app have a token: makes the code that it presents to oauth.v2.access. What Slack's page of consent does. Our own.</summary>
internal static class SocialAppsAuthorize
{
    private const int StateLengthMax = 1_000;

    public static SlackMethod Method { get; } = new(
        "social.apps.authorize", SlackTokenKind.User, Writes: true,
        [
            new("client_id: text", "The app's client id."), new("scope?: text", "Some of the app's scopes, comma-separated; absent for all."),
            new("redirect_uri?: text", "One of the app's redirect URIs; absent for its first."), new("state?: text", "Handed back in the URL, at most 1,000 characters."),
        ],
        ["code: text", new("redirect_url?: text", "The redirect URI with code and state: where to send the browser.")],
        ["restricted_action", "invalid_client_id", "invalid_scope", "bad_redirect_uri", "limit_reached", "invalid_array_arg"],
        HandleAsync, Summary: "Makes a code, good once and for 10 minutes, that gives an app a token of its bot; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (client, state) = (call.Arguments.Required("client_id"), call.Arguments.Text("state") ?? string.Empty);
        var redirect = call.Arguments.Text("redirect_uri") is { Length: > 0 } uri ? uri : null;
        if (client.Length > 100 || redirect is { Length: > Outbound.OutboundUrl.LengthMax } || state.Length > StateLengthMax)
        {
            return SlackReply.Refused(client.Length > 100 ? "invalid_client_id" : redirect is { Length: > Outbound.OutboundUrl.LengthMax } ? "bad_redirect_uri" : SlackError.InvalidArguments);
        }

        var made = await call.Services.Clusters.Main.GetGrain<IOAuthGrain>(0).Authorize(call.Caller, client, AppArguments.Scopes(call.Arguments, "scope"), redirect);
        if (made.Error != OAuthError.None)
        {
            return SlackReply.Refused(SlackError.From(made.Error));
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteString("code"u8, made.Code);
            if (made.RedirectUri is { } to)
            {
                var mark = to.Contains('?', StringComparison.Ordinal) ? '&' : '?';
                writer.WriteString("redirect_url"u8, $"{to}{mark}code={made.Code}&state={Uri.EscapeDataString(state)}");
            }
        });
    }
}
