using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Changes the caller's profile, or as an admin another member's (Slack: users.profile.set).</summary>
internal static class UsersProfileSet
{
    public static SlackMethod Method { get; } = new(
        "users.profile.set", SlackTokenKind.User, Writes: true,
        [
            new("profile?: text | object", "The fields to set: an object, or its JSON text."), new("name?", "Without profile: the one field to set."),
            new("value?", "What to set it to."), new("user?", "The member, for admins. Absent: the caller."),
        ],
        ["username", "profile", "errors!: text[]"],
        [
            "user_not_found", "invalid_profile", "too_long", "not_admin", "cannot_update_admin_user", "invalid_starts_with_at",
            "name_not_allowed", "invalid_emoji_not_allowed", "must_clear_both_status_text_and_status_emoji",
        ],
        HandleAsync, Summary: "Changes a member's profile.", NotServed: "pictures (users.setPhoto) and custom fields");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var asked = call.Arguments.Text("user");
        var id = call.Caller.User;
        if ((asked is not null && !UserId.TryParse(asked, out id)) || await call.ReadAsync(() => call.Team.Member(id)) is not { } before)
        {
            return SlackReply.Refused(SlackError.UserNotFound);
        }

        var change = ProfileArguments.Of(call.Arguments, before.RealName);
        var result = await call.Services.Retry.RunAsync(
            () => call.Team.SetProfile(call.Caller, id, change, call.DedupeKey), static r => r.Error == TeamError.Unavailable);
        return result is { Error: TeamError.None, Member: { } member }
            ? SlackReply.Ok(writer =>
            {
                writer.WriteString("username"u8, member.Name);
                writer.WritePropertyName("profile"u8);
                UserJson.WriteProfile(writer, member, call.Caller.Team, call.BaseUrl);
            })
            : SlackError.Reply(result.Error, result.RetryAfter);
    }
}
