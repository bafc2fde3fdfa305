using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Team;

/// <summary>Describes the caller's team (Slack: team.info).</summary>
internal static class TeamInfo
{
    public static SlackMethod Method { get; } = new(
        "team.info", SlackTokenKind.Any, Writes: false, ["team?"], ["team"], ["team_not_found"],
        HandleAsync, Summary: "Describes the caller's team.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        // No other team is shown, whether it exists or not.
        if (call.Arguments.Text("team") is { } asked && !(TeamId.TryParse(asked, out var id) && id == call.Caller.Team))
        {
            return SlackReply.Refused("team_not_found");
        }

        return await call.ReadAsync(() => call.Team.Profile()) is { } team
            ? SlackReply.Ok(writer =>
            {
                writer.WritePropertyName("team"u8);
                TeamJson.Write(writer, team, call.BaseUrl);
            })
            : SlackReply.Refused("team_not_found");
    }
}
