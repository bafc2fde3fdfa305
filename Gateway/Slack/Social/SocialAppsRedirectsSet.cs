using System.Collections.Immutable;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Sets where codes of an app may be sent. The server itself never calls these. Our own.</summary>
internal static class SocialAppsRedirectsSet
{
    public static SlackMethod Method { get; } = new(
        "social.apps.redirects.set", SlackTokenKind.User, Writes: true,
        [
            new("app: app_id", "The app's id."),
            new("redirect_uris?: text", "At most 20 http or https URLs, comma-separated; a JSON list does too; absent for none."),
        ],
        [], ["restricted_action", "not_found", "bad_redirect_uri", "invalid_array_arg"],
        HandleAsync, Summary: "Sets an app's redirect URIs; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var app = call.Arguments.Required("app");
        ImmutableArray<string> uris = [.. call.Arguments.Strings("redirect_uris").Distinct(StringComparer.Ordinal)];
        if (uris.Length > IOAuthGrain.RedirectsMax || uris.Any(u => Outbound.OutboundUrl.Parse(u) is null))
        {
            return SlackReply.Refused("bad_redirect_uri", $"at most {IOAuthGrain.RedirectsMax} http or https URLs without user name and fragment");
        }

        if (!AppKey.IsId(app))
        {
            return SlackReply.Refused("not_found");
        }

        var error = await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IOAuthGrain>(0).SetRedirects(call.Caller, app, uris));
        return error == OAuthError.None ? SlackReply.Done : SlackReply.Refused(SlackError.From(error));
    }
}
