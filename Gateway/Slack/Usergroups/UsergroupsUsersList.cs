using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;

namespace OrleansSocial.Gateway.Slack.Usergroups;

/// <summary>Lists a user group's members (Slack: usergroups.users.list).</summary>
internal static class UsergroupsUsersList
{
    public static SlackMethod Method { get; } = new(
        "usergroups.users.list", SlackTokenKind.Any, Writes: false, [new("usergroup: text", "The group's id."), new("include_disabled?: bool", "Whether a disabled group is told too.")], ["users: user_id[]"],
        ["missing_argument", "no_such_subteam"], HandleAsync, Summary: "Lists the members of a user group.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var id = GroupArguments.Id(call.Arguments);
        var group = await call.ReadAsync(() => call.Team.Group(id));
        return group is null || (group.DeletedTs != 0 && !call.Arguments.Flag("include_disabled"))
            ? SlackReply.Refused("no_such_subteam")
            : SlackReply.Ok(writer => writer.WriteStringArray("users"u8, group.Users));
    }
}
