using System.CommandLine;
using System.Globalization;
using OrleansSocial.Benchmarks.Boot;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Reporting;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary><c>boot</c>: what a start costs over the size of the team.</summary>
internal static class BootCommand
{
    private const int UsersPerChannel = 5;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var sizes = new Option<int[]>("--users") { Description = "Sizes of the team, ascending; a channel for every five users, and at least 50.", DefaultValueFactory = _ => [100, 1_000, 10_000], AllowMultipleArgumentsPerToken = true };
        var repeats = new Option<int>("--repeats") { Description = "Warm calls at each size.", DefaultValueFactory = _ => 200 };
        var restarts = new Option<int>("--restarts") { Description = "Restarts of the product at each size, for the cold calls.", DefaultValueFactory = _ => 5 };
        var plot = new Option<bool>("--plot") { Description = "Writes docs/operating/boot.svg." };
        var keep = new Option<bool>("--keep") { Description = "Keeps the run's data and logs." };
        var set = new Option<string[]>("--set") { Description = "A setting of the product, as Section:Key=value.", DefaultValueFactory = _ => [] };
        var command = new Command("boot", "Measures social.boot beside conversations.list and users.list in a team that grows.") { sizes, repeats, restarts, plot, keep, set };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var folder = new RunFolder(result.GetValue(keep));
            var results = Runs.New();
            var run = new BootRun(new TargetLauncher(folder.Path), result.GetValue(repeats), Math.Max(1, result.GetValue(restarts)));
            var wanted = result.GetValue(sizes)!.Select(u => (u, Math.Max(BootTeam.OwnChannels, u / UsersPerChannel)));
            await foreach (var summary in run.Run(wanted, result.GetValue(set)!, cancellationToken))
            {
                results.Boots.Add(summary);
                Console.WriteLine(Tables.Line(summary));
            }

            var largest = results.Boots[^1];
            var size = string.Create(CultureInfo.InvariantCulture, $"{largest.Users} users x {largest.Channels} channels");
            results.Ratios.Add(Ratio.AtMost($"social.boot bytes, gzip, {size}", largest.BootGzipBytes, BootSummary.BytesGoal));
            results.Ratios.Add(Ratio.AtMost($"social.boot p99 ms, warm, {size}", largest.BootP99 ?? 0, BootSummary.MillisecondsGoal));
            results.Ratios.Add(Ratio.AtMost($"social.boot worst ms, cold, {size}", largest.ColdWorst, BootSummary.MillisecondsGoal));
            if (result.GetValue(plot))
            {
                await File.WriteAllTextAsync(Path.Combine(Repository.Root, "docs", "operating", "boot.svg"), Plot(results.Boots), cancellationToken);
            }

            Runs.Finish(results, "boot");
        });
        return command;
    }

    private static string Plot(List<BootSummary> boots)
    {
        var plot = new SvgPlot("Cost of a start over the size of the team", "members of the team (a channel for every five, the caller in 50)");
        plot.Add("social.boot, kB", boots.Select(b => ((double)b.Users, b.BootGzipBytes / 1000.0)));
        plot.Add("conversations.list + users.list, kB", boots.Select(b => ((double)b.Users, b.ListGzipBytes / 1000.0)));
        plot.Add("social.boot, p50 ms", boots.Select(b => ((double)b.Users, b.BootP50!.Value)));
        plot.Add("conversations.list + users.list, p50 ms", boots.Select(b => ((double)b.Users, b.ListP50!.Value)));
        return plot.Write();
    }
}
