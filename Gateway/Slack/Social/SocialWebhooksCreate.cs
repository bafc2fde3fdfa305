using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Makes an incoming webhook of an app into a channel, and adds the app's bot there; the URL is told once. Our own.</summary>
internal static class SocialWebhooksCreate
{
    private const string Scope = "incoming-webhook";

    public static SlackMethod Method { get; } = new(
        "social.webhooks.create", SlackTokenKind.User, Writes: true,
        [new("app: app_id", "The app's id."), "channel"], [new("webhook: object", ["id", "app_id: app_id", "channel: channel_id", "url"])],
        ["restricted_action", "not_found", SlackError.MissingScope, "channel_not_found", "not_in_channel", "is_archived", "method_not_supported_for_channel_type", "limit_reached"],
        HandleAsync, Summary: "Makes an incoming webhook of an app into a channel; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var apps = call.Services.Clusters.Main.GetGrain<IAppsGrain>(0);
        if (await AdminApps.FindAsync(call) is not { } app)
        {
            return SlackReply.Refused("not_found");
        }

        // After the caller's right to it: a name's answer tells whether there is such a channel.
        var channel = await call.ChannelIdAsync();
        if (!app.Scopes.Contains(Scope, StringComparer.Ordinal))
        {
            return SlackScopes.Reply(Scope, string.Join(',', app.Scopes));
        }

        var invited = await call.AskAsync(channel, grain => grain.Invite(call.Caller, app.User, call.DedupeKey));
        if (invited.Error is not (PostError.None or PostError.AlreadyInChannel))
        {
            return SlackError.Reply(invited.Error, invited.RetryAfter);
        }

        var made = await apps.CreateWebhook(call.Caller, app.Id, channel);
        if (made.Error != AccountError.None)
        {
            return SlackError.Reply(made.Error);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteStartObject("webhook"u8);
            writer.WriteString("id"u8, made.Id);
            writer.WriteString("app_id"u8, app.Id);
            writer.WriteString("channel"u8, channel.Value);
            writer.WriteString("url"u8, $"{call.BaseUrl.AbsoluteUri}services/{call.Caller.Team.Value}/{made.Id}/{made.Secret}");
            writer.WriteEndObject();
        });
    }
}
