using System.CommandLine;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Reporting;
using OrleansSocial.Benchmarks.Yardsticks;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary><c>inserts</c>: the storage yardstick alone.</summary>
internal static class InsertsCommand
{
    private static readonly int[] _rows = [64, 256];
    private static readonly int[] _channels = [1, 64];
    private static readonly int[] _connections = [1, 2];
    private static readonly bool[] _randomKeys = [false, true];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "Each measured window.", DefaultValueFactory = _ => 3 };
        var command = new Command("inserts", "Raw batched inserts into the product's message table, by batch size, connections and kind of key.") { seconds };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var folder = new RunFolder(keep: false);
            var results = Runs.New();
            await using var database = await YardstickDatabase.Start(Path.Combine(folder.Path, "yardstick"), cancellationToken);
            await Run(database, TimeSpan.FromSeconds(result.GetValue(seconds)), results, cancellationToken);
            Runs.Finish(results, "inserts");
        });
        return command;
    }

    /// <summary>Runs every combination and adds what it showed.</summary>
    public static async Task Run(YardstickDatabase database, TimeSpan measured, RunResults results, CancellationToken cancellationToken)
    {
        var yardstick = new InsertYardstick(database);
        foreach (var (rows, channels, connections, random) in
            from rows in _rows from channels in _channels from connections in _connections from random in _randomKeys select (rows, channels, connections, random))
        {
            results.Inserts.Add(await yardstick.Run(rows, connections, channels, random, measured, cancellationToken));
            Console.WriteLine(Tables.Line(results.Inserts[^1]));
        }
    }
}
