using System.CommandLine;
using OrleansSocial.Benchmarks.Crowds;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Mix;
using OrleansSocial.Benchmarks.Reporting;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary><c>mix</c>: what people do, in the shares that a peer publishes.</summary>
internal static class MixCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var arguments = new CrowdArguments();
        var pause = new Option<double>("--pause") { Description = "Mean seconds of a person between two actions.", DefaultValueFactory = _ => 20 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds of the mix before the window.", DefaultValueFactory = _ => 25 };
        var seconds = new Option<double>("--seconds") { Description = "The measured window.", DefaultValueFactory = _ => 60 };
        var command = new Command("mix", "Many people with live sockets do what people do, at the product's own limits.") { pause, warmUp, seconds };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var folder = new RunFolder(arguments.Keep(result));
            var results = Runs.New();
            var options = arguments.Read(result);
            await using var server = await new TargetLauncher(folder.Path).StartProcess(arguments.Settings(result), CrowdArguments.OwnDefaults, cancellationToken);
            var start = TimeProvider.System.GetTimestamp();
            await using var crowd = await Crowd.Make(server.Url, options, cancellationToken);
            Console.WriteLine($"{options.Users} users after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F0} s");
            await crowd.Connect(crowd.Members, cancellationToken);
            Console.WriteLine($"connected after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F0} s, {crowd.Counts.PresenceFrames} presence frames of {crowd.Counts.PresenceEntries} members");
            var run = new MixRun(crowd, options.Teams, TimeSpan.FromSeconds(result.GetValue(pause)));
            var summary = await run.Run(new ProcessTree(server.Id), TimeSpan.FromSeconds(result.GetValue(warmUp)), TimeSpan.FromSeconds(result.GetValue(seconds)), cancellationToken);
            results.Mixes.Add(summary);
            foreach (var line in CrowdTables.Lines(summary))
            {
                Console.WriteLine(line);
            }

            results.Ratios.Add(Ratio.AtMost("mean ms of all actions", summary.All.Mean ?? 0, MixSummary.MeanGoal));
            results.Ratios.Add(Ratio.AtMost("p99 ms of all actions", summary.All.P99 ?? 0, MixSummary.P99Goal));
            Runs.Finish(results, "mix");
            return summary.All.Errors + summary.Faults == 0 ? 0 : 1;
        });
        return command;
    }
}
