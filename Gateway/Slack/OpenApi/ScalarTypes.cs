namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>Strings of a fixed form that have a name in the document.</summary>
internal static class ScalarTypes
{
    /// <summary>Gets name, form and meaning of each.</summary>
    public static IReadOnlyList<(string Name, string Pattern, string About)> All { get; } =
    [
        ("app_id", "^A[A-Z0-9]{8,19}$", "An app."),
        ("bookmark_id", "^Bk[A-Z0-9]{8,18}$", "A bookmark of a channel."),
        ("bot_id", "^B[A-Z0-9]{8,19}$", "A bot; its posts carry it beside the bot's user id."),
        ("channel_id", "^[CGD][A-Z0-9]{8,19}$", "A channel, private channel or direct message."),
        ("file_id", "^F[A-Z0-9]{8,19}$", "A file."),
        ("team_id", "^T[A-Z0-9]{8,19}$", "A team."),
        ("ts", "^[0-9]{10}[.][0-9]{6}$", "A message's id within its channel: seconds since 1970, a point, and microseconds. Later messages have greater ones."),
        ("user_id", "^[UW][A-Z0-9]{8,19}$", "A member of a team, person or bot."),
        ("usergroup_id", "^S[A-Z0-9]{8,19}$", "A group of users."),
    ];
}
