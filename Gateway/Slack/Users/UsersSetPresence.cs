using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Makes the caller look away, or gives their presence back to the system (Slack: users.setPresence).</summary>
internal static class UsersSetPresence
{
    public static SlackMethod Method { get; } = new(
        "users.setPresence", SlackTokenKind.Any, Writes: true, ["presence"], [], ["invalid_presence"],
        HandleAsync, Summary: "Makes the caller look away, or gives their presence back to the system.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (call.Arguments.Text("presence") is not ("auto" or "away" or "active") and var presence)
        {
            return SlackReply.Refused("invalid_presence", presence is null ? "missing required field: presence" : "presence is auto or away");
        }

        var away = string.Equals(call.Arguments.Text("presence"), "away", StringComparison.Ordinal);
        var result = await call.Services.Retry.RunAsync(
            () => call.User.SetAway(away, call.DedupeKey), static r => r.Error == UserError.Unavailable);
        if (result.Error != UserError.None)
        {
            return SlackError.Reply(result.Error, result.RetryAfter);
        }

        // What is stored is told to those who watch; a presence grain that begins later reads it.
        await call.ReadAsync(async () =>
        {
            await UsersGetPresence.GrainOf(call, call.Caller.User).SetManual(call.Caller.User, away);
            return true;
        });
        return SlackReply.Done;
    }
}
