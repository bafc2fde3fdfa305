using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>Opens a session and gives the WebSocket's URL (Slack: rtm.connect; rtm.start answers the same).</summary>
internal static class RtmConnect
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public static SlackMethod Method { get; } = new(
        "rtm.connect", SlackTokenKind.Any, Writes: false,
        ["batch_presence_aware?", "presence_sub?"],
        ["url", new("self: object", ["id: user_id", "name", "prefs: object"]), new("team: object", ["id: team_id", "name", "domain"])], [],
        HandleAsync, Summary: "Opens a session and gives the URL of its WebSocket.",
        NotServed: "preferences (self.prefs is empty)")
    {
        Tier = RateTier.Tier1,
    };

    /// <summary>Opens a session: from now on nothing is missed.</summary>
    /// <returns>The WebSocket's URL.</returns>
    /// <exception cref="SlackRefusedException">Too many at once.</exception>
    public static async Task<string> OpenAsync(SlackCall call)
    {
        if (call.App is not null)
        {
            // As Slack's: apps have Socket Mode. Their scopes are checked for calls, and a socket like this one has none.
            throw new SlackRefusedException(SlackError.NotAllowedTokenType);
        }

        if (!call.Services.Budgets.Connects.TryTake(out var wait))
        {
            throw new SlackRefusedException(SlackReply.RateLimited(wait));
        }

        if (!await call.Services.Budgets.Opening.EnterAsync())
        {
            throw new SlackRefusedException(SlackReply.RateLimited(RetryAfter));
        }

        try
        {
            var sessions = call.Cluster.GetGrain<ISessionsGrain>(ChainId.Of(call.Caller.Team).GrainKey);
            return RtmTicket.Url(call.BaseUrl, await call.ReadAsync(() => sessions.Open(call.Caller.User, call.TokenId)), call.Arguments.Flag("batch_presence_aware"));
        }
        finally
        {
            call.Services.Budgets.Opening.Leave();
        }
    }

    /// <summary>Opens the session.</summary>
    public static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var caller = call.Caller;
        var teamTask = call.ReadAsync(() => call.Team.Profile());
        var userTask = call.ReadAsync(() => call.Team.Member(caller.User));
        var url = await OpenAsync(call);
        var (team, user) = (await teamTask, await userTask);
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
