using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Takes the caller's picture away, or as an admin another member's, which the audit shows (Slack: users.deletePhoto, the caller's only).</summary>
internal static class UsersDeletePhoto
{
    public static SlackMethod Method { get; } = new(
        "users.deletePhoto", SlackTokenKind.User, Writes: true, [new("user?", "The member, for admins. Absent: the caller.")], [],
        ["user_not_found", "not_admin", "cannot_update_admin_user"],
        HandleAsync, Summary: "Takes a member's picture away.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var id = call.Caller.User;
        if (call.Arguments.Text("user") is { } asked && !UserId.TryParse(asked, out id))
        {
            return SlackReply.Refused(SlackError.UserNotFound);
        }

        var result = await call.Services.Retry.RunAsync(
            () => call.Team.SetPhoto(call.Caller, id, null, call.DedupeKey), static r => r.Error == TeamError.Unavailable);
        return result.Error == TeamError.None ? SlackReply.Done : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
