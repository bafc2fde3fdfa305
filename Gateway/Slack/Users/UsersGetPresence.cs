using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Tells whether a member is there (Slack: users.getPresence).</summary>
internal static class UsersGetPresence
{
    public static SlackMethod Method { get; } = new(
        "users.getPresence", SlackTokenKind.Any, Writes: false,
        [new("user?", "The member. Absent: the caller, of whom more is told.")],
        ["presence: 'active' | 'away'", "online?: bool", "auto_away?: bool", "manual_away?: bool", "connection_count?: int"], ["user_not_found"],
        HandleAsync, Summary: "Tells whether a member is there.");

    /// <summary>Finds the grain that keeps a member's presence.</summary>
    public static IPresenceGrain GrainOf(SlackCall call, UserId user) => call.Cluster.GetGrain<IPresenceGrain>(PresencePart.Of(call.Caller.Team, user).GrainKey);

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var user = call.Caller.User;
        if (call.Arguments.Text("user") is { } named
            && (!UserId.TryParse(named, out user) || await call.ReadAsync(() => call.Team.Member(user)) is null))
        {
            return SlackReply.Refused(SlackError.UserNotFound);
        }

        var status = await call.ReadAsync(() => GrainOf(call, user).Get(user));
        return SlackReply.Ok(writer =>
        {
            writer.WriteString("presence"u8, status.IsActive ? "active"u8 : "away"u8);
            if (user == call.Caller.User)
            {
                writer.WriteBoolean("online"u8, status.IsOnline);
                writer.WriteBoolean("auto_away"u8, !status.IsOnline);
                writer.WriteBoolean("manual_away"u8, status.IsManual);
                writer.WriteNumber("connection_count"u8, status.IsOnline ? 1 : 0);
            }
        });
    }
}
