using System.CommandLine;
using System.Text.Json;
using OrleansSocial.Client.Api;
using OrleansSocial.Client.Credentials;

namespace OrleansSocial.Client.Commands;

/// <summary><c>login</c>: gets a token and saves it.</summary>
internal static class LogInCommand
{
    public static Command Create(CommandRun run)
    {
        var email = new Option<string>("--email") { Description = "Your e-mail address.", Required = true };
        var password = new Option<string?>("--password")
        {
            Description = $"Your password; other users of this machine can see it here. Better: {CommonOptions.PasswordVariable}, "
                + "standard input, or the prompt.",
        };
        var team = new Option<string?>("--team") { Description = "Domain or id of the team, if you are in several." };

        var command = new Command("login", "Log in; the token is saved in a file that only you can read.") { email, password, team };
        run.Anonymously(command, async (parsed, api, screen, cancellationToken) =>
        {
            var answer = await api.CallAsync(
                "social.logIn",
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["email"] = parsed.GetValue(email),
                    ["password"] = run.Common.PasswordOf(parsed.GetValue(password)),
                    ["team"] = parsed.GetValue(team),
                },
                cancellationToken);
            return Keep(run, api, screen, answer);
        });
        return command;
    }

    /// <summary>Saves the login that a sign-up or log-in answered with.</summary>
    /// <returns>The exit code.</returns>
    public static int Keep(CommandRun run, ApiClient api, ConsoleScreen screen, JsonElement answer)
    {
        var token = answer.Text("token") ?? throw new ApiException("invalid_response");
        var credential = new Credential(
            api.BaseUrl.ToString().TrimEnd('/'), token, answer.Text("team_id") ?? string.Empty, answer.Text("user_id") ?? string.Empty);
        try
        {
            run.Common.Store.Save(credential);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Who asked for JSON has the token in the answer; the account or session is there in any case.
            screen.Result(answer, $"logged in as {credential.UserId} of team {credential.TeamId}");
            screen.Notice($"error: the login could not be saved in {run.Common.Store.FilePath}: {e.Message}");
            return ExitCodes.NotSaved;
        }

        screen.Result(answer, $"logged in as {credential.UserId} of team {credential.TeamId}; saved in {run.Common.Store.FilePath}");
        return ExitCodes.Done;
    }
}
