using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Shows a member's profile, the caller's own by default (Slack: users.profile.get).</summary>
internal static class UsersProfileGet
{
    public static SlackMethod Method { get; } = new(
        "users.profile.get", SlackTokenKind.Any, Writes: false, [new("user?", "The member. Absent: the caller.")], ["profile"], ["user_not_found"],
        HandleAsync, Summary: "Shows a member's profile.", NotServed: "custom fields")
    {
        Tier = RateTier.Tier4,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var asked = call.Arguments.Text("user");
        var id = call.Caller.User;
        if ((asked is not null && !UserId.TryParse(asked, out id)) || await call.ReadAsync(() => call.Team.Member(id)) is not { } user)
        {
            return SlackReply.Refused(SlackError.UserNotFound);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("profile"u8);
            UserJson.WriteProfile(writer, user, call.Caller.Team, call.BaseUrl);
        });
    }
}
