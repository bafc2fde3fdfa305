using System.CommandLine;
using System.Text.Json;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Commands;

/// <summary><c>apps</c>: makes, lists and removes the team's apps.</summary>
internal static class AppsCommand
{
    public static Command Create(CommandRun run) =>
        new("apps", "The team's apps; for admins.") { CreateCommand(run), ListCommand(run), RemoveCommand(run), UrlCommand(run) };

    private static Command CreateCommand(CommandRun run)
    {
        var name = new Argument<string>("name") { Description = "The app's name, and its bot's." };
        var scopes = new Option<string>("--scopes") { Description = "What its bot may do, with commas: chat:write,channels:history" };
        var events = new Option<string>("--events") { Description = "The events that it gets, with commas: message.channels,app_mention" };
        var command = new Command("create", "Make an app; its tokens and its secret are shown this once.") { name, scopes, events };
        run.AsUser(command, async (parsed, api, screen, cancellationToken) =>
        {
            var answer = await api.CallAsync(
                "social.apps.create",
                Arguments(("name", parsed.GetValue(name)), ("scopes", parsed.GetValue(scopes)), ("events", parsed.GetValue(events))),
                cancellationToken);
            screen.Result(
                answer,
                $"""
                {answer.Child("app").Text("id")}
                bot token       {answer.Text("bot_token")}
                app-level token {answer.Text("app_token")}
                signing secret  {answer.Text("signing_secret")}
                client id       {answer.Text("client_id")}
                client secret   {answer.Text("client_secret")}
                """);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command ListCommand(CommandRun run)
    {
        var command = new Command("list", "List the apps with their scopes.");
        run.AsUser(command, async (_, api, screen, cancellationToken) =>
        {
            foreach (var app in (await api.CallRepeatableAsync("social.apps.list", Arguments(), cancellationToken)).Items("apps"))
            {
                screen.Result(app, $"{app.Text("id")} {app.Text("name"),-24} {string.Join(',', Scopes(app))} {Url(app)}".TrimEnd());
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command RemoveCommand(CommandRun run)
    {
        var app = new Argument<string>("app") { Description = "The app's id." };
        var command = new Command("remove", "Remove an app: its tokens, sockets and webhooks end within 5 s.") { app };
        run.AsUser(command, async (parsed, api, screen, cancellationToken) =>
        {
            screen.Result(await api.CallAsync("social.apps.remove", Arguments(("app", parsed.GetValue(app))), cancellationToken), "removed");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command UrlCommand(CommandRun run)
    {
        var app = new Argument<string>("app") { Description = "The app's id." };
        var url = new Argument<string?>("url") { Description = "Where events, commands and clicks go; without it the app is served in Socket Mode.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("url", "Set an app's request URL, which must answer a challenge, or clear it.") { app, url };
        run.AsUser(command, async (parsed, api, screen, cancellationToken) =>
        {
            var set = parsed.GetValue(url);
            screen.Result(
                await api.CallAsync("social.apps.url.set", Arguments(("app", parsed.GetValue(app)), ("request_url", set)), cancellationToken),
                set is null ? "in Socket Mode" : "the URL answered and is set");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Url(JsonElement app) =>
        app.TryGetProperty("request_url", out var url)
            ? string.Join(' ', url.GetString(), app.Text("request_url_state"), app.TryGetProperty("request_url_fault", out var fault) ? fault.GetString() : string.Empty).TrimEnd()
            : string.Empty;

    private static IEnumerable<string?> Scopes(JsonElement app) => app.Items("scopes").Select(s => s.GetString());

    private static Dictionary<string, string?> Arguments(params (string Name, string? Value)[] arguments) =>
        arguments.Where(a => a.Value is not null).ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal);
}
