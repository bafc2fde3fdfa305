using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Scenarios;

/// <summary>Sockets that do nothing, and all of them coming back at once.</summary>
internal static class IdleScenario
{
    private const int ParallelReconnects = 100;
    private const int WarmUpSockets = 50;
    private static readonly TimeSpan _settle = TimeSpan.FromSeconds(3);

    /// <summary>Runs it; best on a server that has just started, for the memory.</summary>
    public static async Task<IdleSummary> Run(IChatTarget target, ScenarioOptions options, CancellationToken cancellationToken)
    {
        var sockets = options.IdleSockets;
        await target.PrepareMembers(sockets, cancellationToken);
        await target.CreateChannel("idle", [.. Enumerable.Range(0, sockets)], cancellationToken);

        // The code of the first sockets is compiled and its pools are filled; that is no socket's memory.
        await (await Clients.Connect(target, Math.Min(sockets, WarmUpSockets), cancellationToken)).DisposeAsync();
        await Task.Delay(_settle, cancellationToken);
        var memoryBefore = target.Processes.ResidentBytes();
        var connectAt = TimeProvider.System.GetTimestamp();
        await using var clients = await Clients.Connect(target, sockets, cancellationToken);
        var connected = TimeProvider.System.GetElapsedTime(connectAt);
        await Task.Delay(_settle, cancellationToken);
        var memory = target.Processes.ResidentBytes() - memoryBefore;
        var cpu = target.Processes.Cpu();
        await Task.Delay(options.Measured, cancellationToken);
        var idle = target.Processes.Cpu().Server - cpu.Server;

        await clients.DisposeAsync();
        cpu = target.Processes.Cpu();
        var latencies = new LatencyRecorder();
        var reconnectAt = TimeProvider.System.GetTimestamp();
        var again = new ChatClient[sockets];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = ParallelReconnects, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, sockets, limits, async (i, token) =>
        {
            var start = TimeProvider.System.GetTimestamp();
            again[i] = await target.Connect(i, token);
            lock (latencies)
            {
                latencies.Record(TimeProvider.System.GetTimestamp() - start);
            }
        });
        var reconnected = TimeProvider.System.GetElapsedTime(reconnectAt);
        var used = target.Processes.Cpu();
        foreach (var client in again)
        {
            await client.DisposeAsync();
        }

        return new IdleSummary(
            target.Name,
            sockets,
            Math.Round(memory / 1024.0 / sockets, 1),
            Math.Round(idle / options.Measured.TotalSeconds * 100, 2),
            Math.Round(connected.TotalSeconds, 2),
            Math.Round(reconnected.TotalSeconds, 2),
            latencies.Percentile(50),
            latencies.Percentile(99),
            Math.Round(used.Server - cpu.Server + used.Postgres - cpu.Postgres, 2));
    }
}
