using System.CommandLine;

namespace OrleansSocial.Client.Commands;

/// <summary><c>signup</c>: makes an account, with a new team or by an invite, and logs in.</summary>
internal static class SignUpCommand
{
    public static Command Create(CommandRun run)
    {
        var name = new Option<string>("--name") { Description = "Your name in the team.", Required = true };
        var email = new Option<string>("--email") { Description = "Your e-mail address.", Required = true };
        var password = new Option<string?>("--password")
        {
            Description = $"Your password; other users of this machine can see it here. Better: {CommonOptions.PasswordVariable}, "
                + "standard input, or the prompt.",
        };
        var team = new Option<string?>("--team") { Description = "Name of a team to create." };
        var domain = new Option<string?>("--domain") { Description = "Short name of the new team: a-z, 0-9 and dashes." };
        var invite = new Option<string?>("--invite") { Description = "Code of an invite to an existing team, instead of --team." };

        var command = new Command("signup", "Make an account, with a new team or by an invite, and log in.")
        {
            name, email, password, team, domain, invite,
        };
        command.Validators.Add(result =>
        {
            var creates = result.GetValue(team) is not null && result.GetValue(domain) is not null;
            if (creates == result.GetValue(invite) is not null)
            {
                result.AddError("Give either --team and --domain, or --invite.");
            }
        });
        run.Anonymously(command, async (parsed, api, screen, cancellationToken) =>
        {
            var answer = await api.CallAsync(
                "social.signUp",
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["name"] = parsed.GetValue(name),
                    ["email"] = parsed.GetValue(email),
                    ["password"] = run.Common.PasswordOf(parsed.GetValue(password)),
                    ["team_name"] = parsed.GetValue(team),
                    ["team_domain"] = parsed.GetValue(domain),
                    ["invite"] = parsed.GetValue(invite),
                },
                cancellationToken);
            return LogInCommand.Keep(run, api, screen, answer);
        });
        return command;
    }
}
