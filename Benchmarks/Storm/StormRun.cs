using OrleansSocial.Benchmarks.Crowds;
using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;

namespace OrleansSocial.Benchmarks.Storm;

/// <summary>Cuts the sockets of a team at once while others post, and lets all come back as fast as they may.</summary>
/// <param name="crowd">One team; its last members post and keep their sockets.</param>
/// <param name="postersApi">The connections of those who post.</param>
/// <param name="meters">The product's counters.</param>
/// <param name="server">The product's processes.</param>
/// <param name="postsPerSecond">Posts of all posters together.</param>
internal sealed class StormRun(Crowd crowd, CrowdApi postersApi, ProductMeters meters, ProcessTree server, double postsPerSecond)
{
    /// <summary>Members that post.</summary>
    public const int Posters = 20;

    private static readonly TimeSpan _before = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan _answerMax = TimeSpan.FromSeconds(60);

    // Longer than the time of grace after a socket's end, so that those who came back late are told of too.
    private static readonly TimeSpan _after = TimeSpan.FromSeconds(8);

    /// <summary>Runs one storm; the sockets are connected.</summary>
    /// <param name="subscriberShare">Share of the members who subscribe to presence, 0 to 1.</param>
    /// <param name="presenceInOneFrame">Whether their clients take many in one frame.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<StormSummary> Run(double subscriberShare, bool presenceInOneFrame, CancellationToken cancellationToken)
    {
        var members = crowd.Members.Take(crowd.Members.Count - Posters).ToList();
        var watchedOf = members.Select(m => m.Watched).ToList();
        var subscribers = (int)Math.Round(members.Count * subscriberShare);
        for (var i = subscribers; i < members.Count; i++)
        {
            members[i].Watched = [];
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var posters = new SteadyPosters(postersApi, [.. crowd.Members.Skip(members.Count)], postsPerSecond);
        var posting = posters.Run(stop.Token);
        await Task.Delay(_before / 2, cancellationToken);
        var before = posters.Begin(1);
        await Task.Delay(_before, cancellationToken);

        var calls = await Counters(cancellationToken);
        var (cpu, client, machine) = (server.Cpu(), Environment.CpuUsage.TotalTime, MachineCpu.Busy());
        var (frames, told, bytes, throttled, faults) = (
            crowd.Counts.PresenceFrames, crowd.Counts.PresenceEntries, crowd.Counts.PresenceBytes, crowd.Throttled, crowd.Counts.Faults);
        var during = posters.Begin(2);
        var cutAt = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(members.Select(m => m.Socket!.DisposeAsync().AsTask()));
        var reconnects = new LatencyRecorder();
        var answered = await Task.WhenAll(members.Select(async m =>
        {
            var socket = await crowd.Connect(m, "rtm.connect", isSampled: false, cancellationToken, presenceInOneFrame);
            var live = TimeProvider.System.GetTimestamp() - cutAt;
            lock (reconnects)
            {
                reconnects.Record(live);
            }

            await socket.PresenceAnswered.WaitAsync(_answerMax, cancellationToken);
            return (Live: live, Answered: TimeProvider.System.GetTimestamp() - cutAt);
        }));
        posters.Begin(0);
        await Task.Delay(_after, cancellationToken);
        var callsAfter = await Counters(cancellationToken);
        var used = server.Cpu();
        var clientUsed = (Environment.CpuUsage.TotalTime - client).TotalSeconds;
        var (serverCpu, postgresCpu) = (used.Server - cpu.Server, used.Postgres - cpu.Postgres);
        var other = Math.Max(0, MachineCpu.Busy() - machine - serverCpu - postgresCpu - clientUsed);
        await stop.CancelAsync();
        await posting;
        for (var i = 0; i < members.Count; i++)
        {
            members[i].Watched = watchedOf[i];
        }

        return new StormSummary(
            members.Count, subscribers, watchedOf[0].Count, presenceInOneFrame,
            Seconds(answered.Max(a => a.Live)), Seconds(answered.Max(a => a.Answered)), reconnects.Percentile(50), reconnects.Percentile(99),
            crowd.Throttled - throttled,
            before.Latencies.Count, before.Latencies.Percentile(50), before.Latencies.Percentile(99),
            during.Latencies.Count, during.Latencies.Percentile(50), during.Latencies.Percentile(99), before.Errors + during.Errors,
            crowd.Counts.PresenceFrames - frames, crowd.Counts.PresenceEntries - told, crowd.Counts.PresenceBytes - bytes,
            callsAfter[0] - calls[0], callsAfter[1] - calls[1],
            (long)subscribers * watchedOf[0].Count, (long)members.Count * members.Count,
            Math.Round(serverCpu, 2), Math.Round(postgresCpu, 2), Math.Round(clientUsed, 2), Math.Round(other, 2),
            crowd.Counts.Faults - faults, crowd.Counts.FirstFaults());
    }

    private static double Seconds(long elapsed) => Math.Round(elapsed / (double)TimeProvider.System.TimestampFrequency, 2);

    private Task<long[]> Counters(CancellationToken cancellationToken) => meters.Read(cancellationToken, "orleanssocial_presence_calls", "orleanssocial_presence_named");
}
