using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>Opens a session and gives the WebSocket's URL (Slack: rtm.connect; rtm.start answers the same).</summary>
internal static class RtmConnect
{
    public static SlackMethod Method { get; } = new(
        "rtm.connect", SlackTokenKind.Any, Writes: false,
        ["batch_presence_aware?", "presence_sub?"],
        ["url", new("self: object", ["id: user_id", "name", "prefs: object"]), new("team: object", ["id: team_id", "name", "domain"])], [],
        HandleAsync, Summary: "Opens a session and gives the URL of its WebSocket.",
        NotServed: "presence (batch_presence_aware and presence_sub change nothing) and preferences (self.prefs is empty)");

    /// <summary>Opens the session.</summary>
    public static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (!call.Services.Budgets.Connects.TryTake(out var wait))
        {
            return SlackReply.RateLimited(wait);
        }

        var (caller, sessions) = (call.Caller, call.Cluster.GetGrain<ISessionsGrain>(ChainId.Of(call.Caller.Team).GrainKey));
        var teamTask = call.ReadAsync(() => call.Team.Profile());
        var userTask = call.ReadAsync(() => call.Team.Member(caller.User));
        var session = await call.ReadAsync(() => sessions.Open(caller.User, call.TokenId));
        var (team, user) = (await teamTask, await userTask);
        var url = RtmTicket.Url(call.BaseUrl, session);
        return SlackReply.Ok(writer =>
        {
            writer.WriteString("url"u8, url);
            writer.WriteStartObject("self"u8);
            writer.WriteString("id"u8, caller.User.Value);
            writer.WriteString("name"u8, user?.Name ?? string.Empty);
            writer.WriteStartObject("prefs"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("team"u8);
            writer.WriteString("id"u8, caller.Team.Value);
            writer.WriteString("name"u8, team?.Name ?? string.Empty);
            writer.WriteString("domain"u8, team?.Domain ?? string.Empty);
            writer.WriteEndObject();
        });
    }
}
