namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Keeps a member out: their tokens end within 5 s, their messages stay. Our own.</summary>
internal static class SocialMembersDeactivate
{
    public static SlackMethod Method { get; } = new(
        "social.members.deactivate", SlackTokenKind.User, Writes: true, ["user"], [], MemberActivity.Errors,
        call => MemberActivity.HandleAsync(call, active: false), Summary: "Keeps a member out; for admins.");
}
