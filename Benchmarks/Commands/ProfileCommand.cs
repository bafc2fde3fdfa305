using System.CommandLine;
using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Reporting;
using OrleansSocial.Benchmarks.Scenarios;
using OrleansSocial.Benchmarks.Targets;
using OrleansSocial.Benchmarks.Yardsticks;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary><c>profile</c>: one load with perf attached, to see what is hot.</summary>
internal static class ProfileCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var target = new Option<string>("--target") { Description = "product, signalr or fanout.", DefaultValueFactory = _ => "product" };
        var online = new Option<int>("--online") { Description = "Members online in the channel.", DefaultValueFactory = _ => 100 };
        var senders = new Option<int>("--senders") { Description = "Members that post.", DefaultValueFactory = _ => 10 };
        var window = new Option<int>("--window") { Description = "Posts under way at once, per sender.", DefaultValueFactory = _ => 16 };
        var http = new Option<bool>("--http") { Description = "Posts over HTTP instead of the socket." };
        var seconds = new Option<double>("--seconds") { Description = "How long to sample.", DefaultValueFactory = _ => 5 };
        var heatUp = new Option<double>("--heat-up") { Description = "Seconds of load before the sampling, until the hot code is compiled.", DefaultValueFactory = _ => 10 };
        var output = new Option<string?>("--output") { Description = "Where the report goes; the console by default." };
        var set = new Option<string[]>("--set") { Description = "A setting of the product, as Section:Key=value.", DefaultValueFactory = _ => [] };
        var command = new Command("profile", "Samples a server under load with Linux perf (package linux-perf) and prints what is hot.")
        {
            target, online, senders, window, http, seconds, heatUp, output, set,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var folder = new RunFolder(keep: false);
            var launcher = new TargetLauncher(folder.Path, symbols: true);
            await using var database = result.GetValue(target) == "product"
                ? null
                : await YardstickDatabase.Start(Path.Combine(folder.Path, "yardstick"), cancellationToken);
            await using IChatTarget server = database is null
                ? await launcher.StartProduct(result.GetValue(set)!, cancellationToken)
                : await launcher.StartYardstick(Enum.Parse<YardstickKind>(result.GetValue(target)!, ignoreCase: true), database, cancellationToken);
            var count = result.GetValue(online);
            await server.PrepareMembers(count, cancellationToken);
            var channel = await server.CreateChannel("profiled", [.. Enumerable.Range(0, count)], cancellationToken);
            await using var clients = await Clients.Connect(server, count, cancellationToken);
            var posting = new List<(ChatClient Client, IReadOnlyList<string> Channels)>();
            for (var i = 0; i < result.GetValue(senders); i++)
            {
                posting.Add((result.GetValue(http) ? (await server.ConnectHttp(i % count, cancellationToken))! : clients.All[i], [channel]));
            }

            var measured = TimeSpan.FromSeconds(result.GetValue(seconds));
            var plan = new LoadPlan(result.GetValue(http) ? 1 : result.GetValue(window), TimeSpan.Zero, TimeSpan.FromSeconds(result.GetValue(heatUp)), measured);
            var load = new LoadMeter(server.Processes).Run(
                ("profiled", server.Name), clients.All, posting, result.GetValue(http) ? count : count - 1, plan, cancellationToken);
            await Task.Delay(plan.WarmUp, cancellationToken);
            var perf = new PerfRecording(Path.Combine(folder.Path, "perf.data"));
            await perf.Record(server.Processes.Root, measured, cancellationToken);
            Console.WriteLine(Tables.Line(await load));
            if (result.GetValue(output) is { } file)
            {
                await using var writer = new StreamWriter(file);
                await perf.Report(writer, cancellationToken);
            }
            else
            {
                await perf.Report(Console.Out, cancellationToken);
            }
        });
        return command;
    }
}
