using System.CommandLine;

namespace OrleansSocial.Client.Commands;

/// <summary>The whole command line.</summary>
internal static class RootCommands
{
    private const string Description =
        """
        Console client of OrleansSocial.

        Log in once with signup or login; every command takes --json for scripts.
        Exit codes: 0 done, 1 the server refused, 2 wrong usage, 3 no answer, 4 not in time,
        5 logged in but not saved, 130 interrupted, 141 nobody reads the output.
        """;

    /// <summary>Gets how it is read: a text or a password that begins with @ is no file of arguments.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>Builds the command line.</summary>
    /// <param name="environment">Reads a variable of the environment.</param>
    public static RootCommand Create(Func<string, string?> environment, TimeProvider time, TextWriter output, TextWriter error)
    {
        var common = new CommonOptions(environment);
        var run = new CommandRun(common, time, output, error);
        return new RootCommand(Description)
        {
            common.Url,
            common.Token,
            common.Json,
            SignUpCommand.Create(run),
            LogInCommand.Create(run),
            PostCommand.Create(run),
            TailCommand.Create(run),
            HistoryCommand.Create(run),
            ChannelsCommand.Create(run),
            AppsCommand.Create(run),
            new Command("ops", "What the operator of a server does; needs the operator's token.")
            {
                OpsMapCommand.Create(run),
                OpsWritesCommand.Create(run),
                new Command("fence", "The row that lets a group write.") { OpsFenceBumpCommand.Create(run) },
            },
        };
    }
}
