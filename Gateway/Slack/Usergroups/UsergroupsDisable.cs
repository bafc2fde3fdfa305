using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Usergroups;

/// <summary>Disables a user group; its handle stays its own (Slack: usergroups.disable).</summary>
internal static class UsergroupsDisable
{
    public static SlackMethod Method { get; } = new(
        "usergroups.disable", SlackTokenKind.Any, Writes: true, [new("usergroup: text", "The group's id.")], ["usergroup: usergroup"],
        ["missing_argument", "no_such_subteam", "permission_denied"],
        HandleAsync, Summary: "Takes a user group out of use; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static Task<SlackReply> HandleAsync(SlackCall call)
    {
        var id = GroupArguments.Id(call.Arguments);
        return GroupArguments.AskAsync(call, team => team.SetGroupEnabled(call.Caller, id, enabled: false, call.DedupeKey));
    }
}
