namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Shows the caller's preferences: those that were set, and the two that clients always read (Slack's clients: users.prefs.get).</summary>
internal static class UsersPrefsGet
{
    public static SlackMethod Method { get; } = new("users.prefs.get", SlackTokenKind.User, Writes: false, [], [PrefsReply.Field], [], HandleAsync, Summary: "Tells what the caller has set for themselves.");

    private static async Task<SlackReply> HandleAsync(SlackCall call) => PrefsReply.Of(await call.ReadAsync(() => call.User.Settings()));
}
