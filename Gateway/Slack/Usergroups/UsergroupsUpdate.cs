using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Usergroups;

/// <summary>Changes a user group's name, handle, description or channels; admins may (Slack: usergroups.update).</summary>
internal static class UsergroupsUpdate
{
    public static SlackMethod Method { get; } = new(
        "usergroups.update", SlackTokenKind.Any, Writes: true, [new("usergroup: text", "The group's id."), new("name?", "The new name."), .. GroupArguments.Fields], ["usergroup: usergroup"],
        [
            "missing_argument", "no_such_subteam", "missing_subteam_name", "name_too_long", "name_already_exists", "bad_handle",
            "forbidden_handle", "handle_already_exists", "description_too_long", "invalid_channel_provided", "too_many_linked_channels",
            "permission_denied", "invalid_array_arg",
        ],
        HandleAsync, Summary: "Changes a user group; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static Task<SlackReply> HandleAsync(SlackCall call)
    {
        var (id, change) = (GroupArguments.Id(call.Arguments), GroupArguments.Change(call.Arguments, isNew: false));
        return GroupArguments.AskAsync(call, team => team.UpdateGroup(call.Caller, id, change, call.DedupeKey));
    }
}
