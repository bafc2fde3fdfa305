using System.CommandLine;
using OrleansSocial.Benchmarks.Yardsticks;

namespace OrleansSocial.Benchmarks.Commands;

/// <summary><c>serve</c>: one yardstick as a server; the other commands start it, and it can be started by hand to be profiled.</summary>
internal static class ServeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var kind = new Argument<YardstickKind>("kind") { Description = "fanout or signalr." };
        var parallel = new Option<int>("--parallel") { Description = "Calls of one SignalR connection that run at once.", DefaultValueFactory = _ => 16 };
        var command = new Command("serve", "Serves a yardstick; the database is in the environment, BENCH_DATABASE.") { kind, parallel };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(kind) == YardstickKind.FanOut)
            {
                await FanOutServer.Run(cancellationToken);
                return;
            }

            var database = Environment.GetEnvironmentVariable("BENCH_DATABASE") ?? throw new InvalidOperationException("BENCH_DATABASE is not set");
            await SignalRServer.Run(database, result.GetValue(parallel), cancellationToken);
        });
        return command;
    }
}
