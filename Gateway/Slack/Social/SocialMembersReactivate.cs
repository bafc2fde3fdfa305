namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Lets a deactivated member in again. Our own.</summary>
internal static class SocialMembersReactivate
{
    public static SlackMethod Method { get; } = new(
        "social.members.reactivate", SlackTokenKind.User, Writes: true, ["user"], [], MemberActivity.Errors,
        call => MemberActivity.HandleAsync(call, active: true), Summary: "Lets a deactivated member in again; for admins.");
}
