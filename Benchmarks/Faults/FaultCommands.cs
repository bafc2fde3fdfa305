using System.CommandLine;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>The sub-commands of <c>faults</c>: the load of a fault run and its checker, each a process of its own.</summary>
public static class FaultCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("faults", "Load and checker for runs in which processes are killed")
    {
        Load(),
        Check(),
        Stall(),
    };

    private static Command Load()
    {
        var gateways = new Option<string>("--gateways") { Description = "Base addresses, separated by commas", Required = true };
        var setup = new Option<string>("--setup") { Description = "File with the teams; made when it does not exist", Required = true };
        var output = new Option<string>("--out") { Description = "Folder for the logs", Required = true };
        var seed = new Option<int>("--seed") { Description = "Seed of every choice", DefaultValueFactory = _ => 1 };
        var rate = new Option<int>("--rate") { Description = "Posts per second", DefaultValueFactory = _ => 220 };
        var seconds = new Option<int>("--seconds") { Description = "Longest time of posting; 'stop' on the standard input ends it earlier", DefaultValueFactory = _ => 60 };
        var proxied = new Option<int>("--proxied") { Description = "How many sockets go through the cutting proxy" };
        var text = new Option<int>("--text-bytes") { Description = "Length of every text; 0 = 20 to 200 by chance" };
        var command = new Command("load", "Posts, listens and writes everything down") { gateways, setup, output, seed, rate, seconds, proxied, text };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new LoadOptions(
                parsed.GetRequiredValue(gateways).Split(','),
                parsed.GetRequiredValue(setup),
                parsed.GetRequiredValue(output),
                parsed.GetValue(seed),
                parsed.GetValue(rate),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                parsed.GetValue(proxied),
                parsed.GetValue(text));
            using var run = new LoadRun(options, TimeProvider.System, Console.In, Console.Out);
            return await run.RunAsync(cancellationToken);
        });
        return command;
    }

    private static Command Check()
    {
        var logs = new Option<string>("--logs") { Description = "The folder that the load wrote", Required = true };
        var setup = new Option<string>("--setup") { Description = "File with the teams", Required = true };
        var faults = new Option<string?>("--faults") { Description = "Lines with what was done to the cluster, and when" };
        var database = new Option<string?>("--database") { Description = "Connection string of the database that holds the shards" };
        var stored = new Option<string?>("--stored") { Description = "Lines of stored rows, instead of a database" };
        var serverLogs = new Option<string[]>("--server-logs") { Description = "Log files of the servers, scanned for foreign texts", AllowMultipleArgumentsPerToken = true };
        var command = new Command("check", "Compares senders, sockets and database, and prints a verdict") { logs, setup, faults, database, stored, serverLogs };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var teams = FaultSetup.Load(parsed.GetRequiredValue(setup));
            var run = CheckedRun.Read(parsed.GetRequiredValue(logs), teams, parsed.GetValue(faults));
            var rows = parsed.GetValue(stored) is { } file
                ? StoredRows.Read(file)
                : await StoredRows.QueryAsync(
                    parsed.GetValue(database) ?? throw new InvalidOperationException("check needs --database or --stored"),
                    teams.Main.Id,
                    (long)(run.Info.StartedMs * 1000),
                    cancellationToken);
            var verdict = new FaultChecker(run, rows, parsed.GetValue(serverLogs) ?? []).Check();
            Console.WriteLine(verdict.ToJson());
            return verdict.Ok ? 0 : 1;
        });
        return command;
    }

    private static Command Stall()
    {
        var gateway = new Option<string>("--gateway") { Description = "Base address", Required = true };
        var setup = new Option<string>("--setup") { Description = "File with the teams", Required = true };
        var sockets = new Option<int>("--sockets") { Description = "How many sockets stop reading", DefaultValueFactory = _ => 100 };
        var seconds = new Option<int>("--seconds") { Description = "How long they stay", DefaultValueFactory = _ => 30 };
        var command = new Command("stall", "Opens sockets, reads hello and then nothing more") { gateway, setup, sockets, seconds };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var run = new StallRun(FaultSetup.Load(parsed.GetRequiredValue(setup)), parsed.GetRequiredValue(gateway), TimeProvider.System, Console.Out);
            return await run.RunAsync(parsed.GetValue(sockets), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken);
        });
        return command;
    }
}
