using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.SocketMode;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Apps;

/// <summary>Gives an app the URL of one socket (Slack: apps.connections.open).</summary>
internal static class AppsConnectionsOpen
{
    public static SlackMethod Method { get; } = new(
        "apps.connections.open", SlackTokenKind.App, Writes: false, [], ["url"], ["socket_mode_disabled"],
        HandleAsync, Summary: "Gives an app the URL of one WebSocket.")
    {
        Tier = RateTier.Tier1,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (!call.Services.Budgets.Connects.TryTake(out var wait))
        {
            return SlackReply.RateLimited(wait);
        }

        var (team, app) = (call.Caller.Team, call.App!.AppId);
        if (await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IAppsGrain>(0).Find(team, app)) is { RequestUrl: not null })
        {
            return SlackReply.Refused("socket_mode_disabled", "the app has a request URL: social.apps.url.set clears it");
        }

        var grain = call.Cluster.GetGrain<IAppGrain>(AppKey.Of(team, app));
        return await call.ReadAsync(() => grain.OpenTicket(call.TokenId)) is { } ticket
            ? SlackReply.Ok(writer => writer.WriteString("url"u8, SocketModeTicket.Url(call.BaseUrl, team, app, ticket)))
            : SlackReply.RateLimited(TimeSpan.FromSeconds(IAppGrain.TicketSeconds));
    }
}
