using System.CommandLine;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Reporting;
using OrleansSocial.Benchmarks.Scenarios;
using OrleansSocial.Benchmarks.Targets;
using OrleansSocial.Benchmarks.Yardsticks;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary><c>compare</c>: the yardsticks and the product, one after the other, on the same machine with the same clients.</summary>
internal static class CompareCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var arguments = new ScenarioArguments();
        var only = new Option<string[]>("--only") { Description = "Some of: inserts, signalr, fanout, product.", DefaultValueFactory = _ => ["inserts", "signalr", "fanout", "product"], AllowMultipleArgumentsPerToken = true };
        var command = new Command("compare", "Runs the yardsticks and the product and prints the ratios.") { only };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = arguments.Read(result);
            var parts = result.GetValue(only)!;
            using var folder = new RunFolder(arguments.Keep(result));
            var launcher = new TargetLauncher(folder.Path);
            var results = Runs.New();
            await using (var database = await YardstickDatabase.Start(Path.Combine(folder.Path, "yardstick"), cancellationToken))
            {
                if (parts.Contains("inserts", StringComparer.Ordinal))
                {
                    await InsertsCommand.Run(database, options.Measured, results, cancellationToken);
                }

                foreach (var kind in Enum.GetValues<YardstickKind>().Where(k => parts.Contains(k.ToString(), StringComparer.OrdinalIgnoreCase)))
                {
                    await database.Empty(cancellationToken);
                    await using var yardstick = await launcher.StartYardstick(kind, database, cancellationToken);
                    await ScenarioSet.Run(yardstick, options, results, cancellationToken);
                }
            }

            // Its own PostgreSQL only starts when the yardsticks' has gone, so that neither checkpoints into the other's window.
            if (parts.Contains("product", StringComparer.Ordinal))
            {
                await using var product = await launcher.StartProduct(arguments.Settings(result), cancellationToken);
                await ScenarioSet.Run(product, options, results, cancellationToken);
            }

            Comparison.Add(results);
            Runs.Finish(results, "compare");
        });
        return command;
    }
}
