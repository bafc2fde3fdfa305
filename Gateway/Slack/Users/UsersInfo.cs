using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Describes a member (Slack: users.info).</summary>
internal static class UsersInfo
{
    public static SlackMethod Method { get; } = new(
        "users.info", SlackTokenKind.Any, Writes: false, ["user"], ["user"], ["user_not_found"],
        HandleAsync, Summary: "Describes a member of the team.")
    {
        Tier = RateTier.Tier4,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (!UserId.TryParse(call.Arguments.Text("user"), out var id) || await call.ReadAsync(() => call.Team.Member(id)) is not { } user)
        {
            return SlackReply.Refused(SlackError.UserNotFound);
        }

        return SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("user"u8);
            UserJson.Write(writer, user, call.Caller.Team, call.BaseUrl);
        });
    }
}
