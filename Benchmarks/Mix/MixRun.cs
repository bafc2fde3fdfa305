using OrleansSocial.Benchmarks.Crowds;
using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;

namespace OrleansSocial.Benchmarks.Mix;

/// <summary>Everybody does something now and then, each at their own pace.</summary>
/// <param name="crowd">Who; their sockets are connected.</param>
/// <param name="teams">How many teams they are in.</param>
/// <param name="pause">Mean time of a person from the end of one action to the next.</param>
internal sealed class MixRun(Crowd crowd, int teams, TimeSpan pause)
{
    private const double BytesPerMegabyte = 1024 * 1024;
    private static readonly TimeSpan _drainMax = TimeSpan.FromSeconds(3);

    private volatile bool _recording;

    /// <summary>Runs the mix and measures a window of it.</summary>
    public async Task<MixSummary> Run(ProcessTree server, TimeSpan warmUp, TimeSpan measured, CancellationToken cancellationToken)
    {
        var actions = new MixActions(crowd).All;
        var stats = actions.Select(_ => new ActionStats()).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var people = crowd.Members.Select(m => Live(m, actions, stats, stop.Token)).ToList();
        await Task.Delay(warmUp, cancellationToken);
        var (at, cpu, client, machine) = (TimeProvider.System.GetTimestamp(), server.Cpu(), OwnCpu(), MachineCpu.Busy());
        var delivered = crowd.Counts.Deliveries;
        _recording = crowd.Counts.Recording = true;
        await Task.Delay(measured, cancellationToken);
        _recording = crowd.Counts.Recording = false;
        var seconds = TimeProvider.System.GetElapsedTime(at).TotalSeconds;
        var (used, ownUsed, machineUsed) = (server.Cpu(), OwnCpu() - client, MachineCpu.Busy() - machine);
        delivered = crowd.Counts.Deliveries - delivered;
        var memory = server.ResidentBytes();
        await stop.CancelAsync();
        await Task.WhenAny(Task.WhenAll(people), Task.Delay(_drainMax, cancellationToken));

        var all = new LatencyRecorder();
        stats.ForEach(s => all.Add(s.Latencies));
        var (serverCpu, postgresCpu) = (used.Server - cpu.Server, used.Postgres - cpu.Postgres);
        return new MixSummary(
            crowd.Members.Count, teams, pause.TotalSeconds, Math.Round(seconds, 1), Math.Round(all.Count / seconds, 1), Math.Round(delivered / seconds, 1),
            crowd.Counts.Latencies.Percentile(50), crowd.Counts.Latencies.Percentile(99),
            new ActionSummary("all", all.Count, stats.Sum(s => s.Errors), all.Mean, all.Percentile(50), all.Percentile(99), stats.Select(s => s.FirstError).FirstOrDefault(e => e is not null)),
            [.. actions.Zip(stats, (a, s) => new ActionSummary(a.Name, s.Latencies.Count, s.Errors, s.Latencies.Mean, s.Latencies.Percentile(50), s.Latencies.Percentile(99), s.FirstError))],
            Math.Round(serverCpu, 2), Math.Round(postgresCpu, 2), Math.Round(ownUsed, 2), Math.Round(Math.Max(0, machineUsed - serverCpu - postgresCpu - ownUsed), 2),
            Math.Round(memory / BytesPerMegabyte, 1), crowd.Counts.Faults, crowd.Counts.FirstFaults());
    }

    private static double OwnCpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private async Task Live(CrowdMember member, IReadOnlyList<MixAction> actions, List<ActionStats> stats, CancellationToken cancellationToken)
    {
        // The first action comes at any time of a pause, or all would begin together.
        var wait = pause * member.Random.NextDouble();
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(wait, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            var which = Draw(member.Random, actions);
            var start = TimeProvider.System.GetTimestamp();
            try
            {
                await actions[which].Run(member, cancellationToken);
                if (_recording)
                {
                    stats[which].Done(TimeProvider.System.GetTimestamp() - start);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // Errors count whenever they come: none is the goal.
                stats[which].Failed($"{actions[which].Name}: {e.GetType().Name} {e.Message}");
            }
            catch (Exception)
            {
                return;
            }

            wait = pause * -Math.Log(1 - member.Random.NextDouble());
        }
    }

    private static int Draw(Random random, IReadOnlyList<MixAction> actions)
    {
        var left = random.NextDouble() * actions.Sum(a => a.Weight);
        for (var i = 0; i < actions.Count - 1; i++)
        {
            left -= actions[i].Weight;
            if (left < 0)
            {
                return i;
            }
        }

        return actions.Count - 1;
    }
}
