using System.CommandLine;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Reporting;
using OrleansSocial.Benchmarks.Scenarios;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary><c>load</c>: the product alone.</summary>
internal static class LoadCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var arguments = new ScenarioArguments();
        var url = new Option<Uri?>("--url") { Description = "A running product; without it one is started on an empty folder.", CustomParser = r => new Uri(r.Tokens[0].Value) };
        var pid = new Option<int?>("--pid") { Description = "The running product's process, for CPU and memory." };
        var command = new Command("load", "Loads the product over its public API and saves the figures.") { url, pid };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var folder = new RunFolder(arguments.Keep(result));
            var launcher = new TargetLauncher(folder.Path);
            await using var target = result.GetValue(url) is { } running
                ? new ProductTarget(running, new ProcessTree(result.GetValue(pid) ?? 0), null)
                : await launcher.StartProduct(arguments.Settings(result), cancellationToken);
            var results = Runs.New();
            await ScenarioSet.Run(target, arguments.Read(result), results, cancellationToken);
            Comparison.Add(results);
            Runs.Finish(results, "load");
        });
        return command;
    }
}
