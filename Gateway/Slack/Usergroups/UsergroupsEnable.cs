using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Usergroups;

/// <summary>Enables a disabled user group again (Slack: usergroups.enable).</summary>
internal static class UsergroupsEnable
{
    public static SlackMethod Method { get; } = new(
        "usergroups.enable", SlackTokenKind.Any, Writes: true, [new("usergroup: text", "The group's id.")], ["usergroup: usergroup"],
        ["missing_argument", "no_such_subteam", "permission_denied"],
        HandleAsync, Summary: "Brings a disabled user group back; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static Task<SlackReply> HandleAsync(SlackCall call)
    {
        var id = GroupArguments.Id(call.Arguments);
        return GroupArguments.AskAsync(call, team => team.SetGroupEnabled(call.Caller, id, enabled: true, call.DedupeKey));
    }
}
