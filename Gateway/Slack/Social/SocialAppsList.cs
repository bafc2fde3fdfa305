using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Lists the team's apps, the newest first. Our own.</summary>
internal static class SocialAppsList
{
    public static SlackMethod Method { get; } = new(
        "social.apps.list", SlackTokenKind.User, Writes: false, [], ["apps: app[]"], ["restricted_action"],
        HandleAsync, Summary: "Lists the team's apps, newest first; for admins.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IAppsGrain>(0).List(call.Caller)) is not { } apps)
        {
            return SlackReply.Refused("restricted_action");
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("apps"u8);
            foreach (var app in apps)
            {
                AppJson.Write(writer, app);
            }

            writer.WriteEndArray();
        });
    }
}
