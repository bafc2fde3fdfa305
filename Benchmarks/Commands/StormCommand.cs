using System.CommandLine;
using OrleansSocial.Benchmarks.Crowds;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Reporting;
using OrleansSocial.Benchmarks.Storm;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary><c>storm</c>: all sockets of a team are lost at once.</summary>
internal static class StormCommand
{
    private static readonly (double Subscribers, bool InOneFrame)[] _storms = [(0.5, true), (1, true), (1, false)];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var arguments = new CrowdArguments();
        var posts = new Option<double>("--posts-per-second") { Description = "Posts of members who keep their sockets.", DefaultValueFactory = _ => 50 };
        var command = new Command("storm", "Cuts all sockets of a team at once while others post: half, then all subscribe to presence, then all one member a frame.") { posts };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var folder = new RunFolder(arguments.Keep(result));
            var results = Runs.New();

            // One team, because presence and its cost stay within a team; the posters are beside those who are cut.
            var options = arguments.Read(result);
            options = options with { Teams = 1, Users = options.Users + StormRun.Posters };
            await using var server = await new TargetLauncher(folder.Path).StartProcess(arguments.Settings(result), CrowdArguments.OwnDefaults, cancellationToken);
            var start = TimeProvider.System.GetTimestamp();
            await using var crowd = await Crowd.Make(server.Url, options, cancellationToken);
            await crowd.Connect(crowd.Members, cancellationToken);
            Console.WriteLine($"{options.Users} users are connected after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F0} s");
            using var meters = new ProductMeters(server.Url);
            using var postersApi = new CrowdApi(server.Url);
            var run = new StormRun(crowd, postersApi, meters, new ProcessTree(server.Id), result.GetValue(posts));
            foreach (var (subscribers, inOneFrame) in _storms)
            {
                var summary = await run.Run(subscribers, inOneFrame, cancellationToken);
                results.Storms.Add(summary);
                foreach (var line in CrowdTables.Lines(summary))
                {
                    Console.WriteLine(line);
                }
            }

            Runs.Finish(results, "storm");
            return results.Storms.Sum(s => s.Faults + s.PostErrors) == 0 ? 0 : 1;
        });
        return command;
    }
}
