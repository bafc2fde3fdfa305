using OrleansSocial.Gateway.Slack.Auth;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>As auth.revoke. Our own.</summary>
internal static class SocialLogOut
{
    public static SlackMethod Method { get; } = AuthRevoke.Method with { Name = "social.logOut" };
}
