using OrleansSocial.Gateway.Slack.Json;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Finds a member by their address, whatever its case (Slack: users.lookupByEmail).</summary>
internal static class UsersLookupByEmail
{
    private const int EmailLengthMax = 254;

    public static SlackMethod Method { get; } = new(
        "users.lookupByEmail", SlackTokenKind.Any, Writes: false, ["email"], ["user"], ["users_not_found"],
        HandleAsync, Summary: "Finds a member by their e-mail address.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (call.Arguments.Text("email") is not { Length: <= EmailLengthMax } email
            || await call.ReadAsync(() => call.Team.MemberByEmail(email)) is not { } user)
        {
            return SlackReply.Refused("users_not_found");
        }

        return SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("user"u8);
            UserJson.Write(writer, user, call.Caller.Team, call.BaseUrl);
        });
    }
}
