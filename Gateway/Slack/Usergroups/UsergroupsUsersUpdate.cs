using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Usergroups;

/// <summary>Replaces a user group's members; admins may (Slack: usergroups.users.update).</summary>
internal static class UsergroupsUsersUpdate
{
    public static SlackMethod Method { get; } = new(
        "usergroups.users.update", SlackTokenKind.Any, Writes: true, [new("usergroup: text", "The group's id."), new("users: user_id[]", "All members from now on.")], ["usergroup: usergroup"],
        [
            "missing_argument", "no_such_subteam", "no_users_provided", "invalid_users", "failed_for_some_users", "subteam_max_users_exceeded",
            "permission_denied", "invalid_array_arg",
        ],
        HandleAsync, Summary: "Replaces the members of a user group; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (id, users) = (GroupArguments.Id(call.Arguments), GroupArguments.Users(call.Arguments));
        return GroupArguments.AskAsync(call, team => team.SetGroupUsers(call.Caller, id, users, call.DedupeKey));
    }
}
