using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Dnd;

/// <summary>Shows a member's do-not-disturb status, the caller's own with their snooze by default (Slack: dnd.info).</summary>
internal static class DndInfo
{
    public static SlackMethod Method { get; } = new(
        "dnd.info", SlackTokenKind.Any, Writes: false, [new("user?", "The member. Absent: the caller, who is told of the snooze too.")],
        [.. DndJson.Fields, "snooze_enabled?: bool", .. DndJson.SnoozeFields],
        ["user_not_found"], HandleAsync, Summary: "Tells whether a member wants to be disturbed.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var asked = call.Arguments.Text("user");
        var id = call.Caller.User;
        if ((asked is not null && !UserId.TryParse(asked, out id)) || await call.ReadAsync(() => call.Team.Member(id)) is null)
        {
            return SlackReply.Refused(SlackError.UserNotFound);
        }

        var settings = id == call.Caller.User ? await call.ReadAsync(() => call.User.Settings()) : null;
        var now = call.Services.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        return SlackReply.Ok(writer =>
        {
            DndJson.Write(writer);
            if (settings is not null)
            {
                DndJson.WriteSnooze(writer, settings.SnoozeTs, now);
            }
        });
    }
}
