using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Usergroups;

/// <summary>Makes a user group without members; admins may (Slack: usergroups.create).</summary>
internal static class UsergroupsCreate
{
    public static SlackMethod Method { get; } = new(
        "usergroups.create", SlackTokenKind.Any, Writes: true, [new("name", "The group's name."), .. GroupArguments.Fields], ["usergroup: usergroup"],
        [
            "missing_subteam_name", "name_too_long", "name_already_exists", "bad_handle", "forbidden_handle", "handle_already_exists",
            "description_too_long", "invalid_channel_provided", "too_many_linked_channels", "too_many_usergroups", "permission_denied",
            "invalid_array_arg",
        ],
        HandleAsync, Summary: "Makes a user group; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static Task<SlackReply> HandleAsync(SlackCall call)
    {
        var group = GroupArguments.Change(call.Arguments, isNew: true);
        return GroupArguments.AskAsync(call, team => team.CreateGroup(call.Caller, group, call.DedupeKey));
    }
}
