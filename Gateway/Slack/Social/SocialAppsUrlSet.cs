using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Sets an app's request URL, once it has answered a challenge: events, commands and clicks go there instead of to sockets. Our own.</summary>
internal static class SocialAppsUrlSet
{
    public static SlackMethod Method { get; } = new(
        "social.apps.url.set", SlackTokenKind.User, Writes: true,
        [
            new("app: app_id", "The app's id."),
            new("request_url?: text", "An https URL of an allowed host, at most 500 characters; empty or absent for Socket Mode."),
        ],
        [], ["restricted_action", "not_found", "invalid_url", "url_not_allowed", "challenge_failed"],
        HandleAsync, Summary: "Sets or clears an app's request URL, which must answer a url_verification challenge; for admins.")
    {
        Tier = RateTier.Tier1,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (await AdminApps.FindAsync(call) is not { } app)
        {
            return SlackReply.Refused("not_found");
        }

        var apps = call.Services.Clusters.Main.GetGrain<IAppsGrain>(0);
        var url = call.Arguments.Text("request_url") is { Length: > 0 } text ? text : null;
        if (url is not null && await FaultAsync(call, app, url) is { } refused)
        {
            return refused;
        }

        var error = await call.Services.Retry.RunAsync(() => apps.SetRequestUrl(call.Caller, app.Id, url), static e => e == AccountError.Unavailable);
        return error == AccountError.None ? SlackReply.Done : SlackError.Reply(error);
    }

    private static async Task<SlackReply?> FaultAsync(SlackCall call, AppInfo app, string url)
    {
        if (Outbound.OutboundUrl.Parse(url) is null)
        {
            return SlackReply.Refused("invalid_url", "an http or https URL without user name and fragment, its host in plain form");
        }

        if (call.Services.Poster.Allowed(url) is null)
        {
            return SlackReply.Refused("url_not_allowed", "the operator allows hosts by OrleansSocial:Outbound");
        }

        var apps = call.Services.Clusters.Main.GetGrain<IAppsGrain>(0);
        if (await call.ReadAsync(() => apps.RequestUrlOf(call.Caller.Team, app.Id)) is not { } target)
        {
            return SlackReply.Refused("not_found");
        }

        return await call.Services.Poster.ChallengeAsync(url, target.SigningSecret) is { } fault ? SlackReply.Refused("challenge_failed", fault) : null;
    }
}
