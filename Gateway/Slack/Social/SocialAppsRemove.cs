using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Removes an app: its tokens, sockets, webhooks and commands end within 5 s; what its bot wrote stays. Our own.</summary>
internal static class SocialAppsRemove
{
    public static SlackMethod Method { get; } = new(
        "social.apps.remove", SlackTokenKind.User, Writes: true, [new("app: app_id", "The app's id.")], [], ["restricted_action", "not_found"],
        HandleAsync, Summary: "Removes an app with its tokens; for admins.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var app = call.Arguments.Required("app");
        var apps = call.Services.Clusters.Main.GetGrain<IAppsGrain>(0);
        var error = await call.Services.Retry.RunAsync(() => apps.Remove(call.Caller, app, call.DedupeKey), static e => e == AccountError.Unavailable);
        return error == AccountError.None ? SlackReply.Done : SlackError.Reply(error);
    }
}
