using System.Text.RegularExpressions;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Gives a slash command to an app, or changes its description. Our own.</summary>
internal static partial class SocialAppsCommandsSet
{
    private const string Scope = "commands";
    private const int DescriptionLengthMax = 200;

    public static SlackMethod Method { get; } = new(
        "social.apps.commands.set", SlackTokenKind.User, Writes: true,
        [
            new("app: app_id", "The app's id."), new("command: text", "The command: a slash and 1 to 31 of a-z, 0-9, - and _."),
            new("description?: text", "What it does, at most 200 characters."),
        ],
        [],
        ["restricted_action", "not_found", SlackError.MissingScope, "invalid_command", "name_taken", "limit_reached"],
        HandleAsync, Summary: "Gives a slash command to an app, or changes its description; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    /// <summary>Tells whether a text has the form of a command.</summary>
    public static bool IsCommand(string? text) => text is not null && Form().IsMatch(text);

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (await AdminApps.FindAsync(call) is not { } app)
        {
            return SlackReply.Refused("not_found");
        }

        if (!app.Scopes.Contains(Scope, StringComparer.Ordinal))
        {
            return SlackScopes.Reply(Scope, string.Join(',', app.Scopes));
        }

        var (command, description) = (call.Arguments.Required("command"), call.Arguments.Text("description") ?? string.Empty);
        if (!IsCommand(command) || description.Length > DescriptionLengthMax)
        {
            return SlackReply.Refused("invalid_command", $"a slash and 1 to 31 of a-z, 0-9, - and _; a description of at most {DescriptionLengthMax} characters");
        }

        var apps = call.Services.Clusters.Main.GetGrain<IAppsGrain>(0);
        var error = await apps.SetCommand(call.Caller, app.Id, command, description);
        return error == AccountError.None ? SlackReply.Done : SlackError.Reply(error);
    }

    [GeneratedRegex("^/[a-z0-9_-]{1,31}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Form();
}
