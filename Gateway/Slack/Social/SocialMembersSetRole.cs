using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Gives a member another role: admins make guests and members, owners also admins and owners. Our own.</summary>
internal static class SocialMembersSetRole
{
    public static SlackMethod Method { get; } = new(
        "social.members.setRole", SlackTokenKind.User, Writes: true,
        ["user", new("role: 'guest' | 'member' | 'admin' | 'owner'", "The new role; only owners make admins and owners.")], [], ["user_not_found", "restricted_action", "invalid_role"],
        HandleAsync, Summary: "Gives a member another role; for admins.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (!UserId.TryParse(call.Arguments.Text("user"), out var user))
        {
            return SlackReply.Refused(SlackError.UserNotFound);
        }

        if (RoleWords.Parse(call.Arguments.Text("role")) is not { } role)
        {
            return SlackReply.Refused("invalid_role", $"role is one of {RoleWords.All}");
        }

        var error = await call.Services.Retry.RunAsync(() => call.Team.SetRole(call.Caller, user, role, call.DedupeKey), e => e == TeamError.Unavailable);
        return error == TeamError.None ? SlackReply.Done : SlackError.Reply(error, TimeSpan.FromSeconds(1));
    }
}
