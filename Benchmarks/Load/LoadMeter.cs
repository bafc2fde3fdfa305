using OrleansSocial.Benchmarks.Machines;

namespace OrleansSocial.Benchmarks.Load;

/// <summary>Runs senders against connected clients and measures a window of it.</summary>
internal sealed class LoadMeter(ProcessTree server)
{
    private const int SampledReceivers = 10;
    private const int UndeliveredPostsMax = 128;
    private static readonly TimeSpan _drainMax = TimeSpan.FromSeconds(5);

    /// <summary>Runs one load.</summary>
    /// <param name="name">The names of the scenario and of the server in the results.</param>
    /// <param name="receivers">The connections that receive; those that send are among them, unless they only send.</param>
    /// <param name="senders">Which connections post, and to which channels.</param>
    /// <param name="fanOut">How many connections get each post.</param>
    /// <param name="plan">How to post and how long.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<LoadSummary> Run(
        (string Scenario, string Target) name,
        IReadOnlyList<ChatClient> receivers,
        IReadOnlyList<(ChatClient Client, IReadOnlyList<string> Channels)> senders,
        int fanOut,
        LoadPlan plan,
        CancellationToken cancellationToken)
    {
        var run = new LoadRun(UndeliveredPostsMax * (long)fanOut);
        var sending = senders.Select(s => (s.Client, Sender: new Sender(run, s.Client, s.Channels, fanOut, plan.Window, plan.Pause))).ToList();
        var senderOf = sending.ToDictionary(s => s.Client, s => s.Sender);
        var deliveryLatencies = new List<LatencyRecorder>();
        var sampleEvery = Math.Max(1, receivers.Count / SampledReceivers);
        for (var i = 0; i < receivers.Count; i++)
        {
            var latencies = i % sampleEvery == sampleEvery - 1 ? new LatencyRecorder() : null;
            receivers[i].Attach(run, senderOf.GetValueOrDefault(receivers[i]), latencies);
            if (latencies is not null)
            {
                deliveryLatencies.Add(latencies);
            }
        }

        foreach (var (client, sender) in sending.Where(s => !receivers.Contains(s.Client)))
        {
            client.Attach(run, sender, null);
        }

        foreach (var (_, sender) in sending)
        {
            sender.Start();
        }

        await Task.Delay(plan.WarmUp, cancellationToken);
        var before = Snapshot(receivers, sending);
        run.Recording = true;
        await Task.Delay(plan.Measured, cancellationToken);
        run.Recording = false;
        var after = Snapshot(receivers, sending);
        run.Stopped = true;
        await Drain(run, sending, cancellationToken);

        var posts = Merge(sending.Select(s => s.Sender.Latencies));
        var deliveries = Merge(deliveryLatencies);
        var seconds = TimeProvider.System.GetElapsedTime(before.At, after.At).TotalSeconds;
        var stored = after.Stored - before.Stored;
        var delivered = after.Delivered - before.Delivered;
        var serverCpu = after.Cpu.Server - before.Cpu.Server;
        var postgresCpu = after.Cpu.Postgres - before.Cpu.Postgres;
        var clientCpu = after.ClientCpu - before.ClientCpu;
        return new LoadSummary(
            name.Scenario,
            name.Target,
            receivers.Count,
            senders.Count,
            plan.Window,
            Math.Round(seconds, 3),
            Math.Round(stored / seconds, 1),
            Math.Round(delivered / seconds, 1),
            posts.Percentile(50),
            posts.Percentile(99),
            deliveries.Percentile(50),
            deliveries.Percentile(99),
            Math.Round(serverCpu, 3),
            Math.Round(postgresCpu, 3),
            Math.Round(clientCpu, 3),
            Math.Round(Math.Max(0, after.MachineCpu - before.MachineCpu - serverCpu - postgresCpu - clientCpu), 3),
            delivered == 0 ? null : Math.Round(serverCpu * 1e6 / delivered, 2),
            stored == 0 ? null : Math.Round((serverCpu + postgresCpu) * 1e6 / stored, 1),
            sending.Sum(s => s.Sender.Refused),
            sending.Select(s => s.Sender.FirstRefusal).FirstOrDefault(r => r is not null),
            run.Gate.UnderWay,
            receivers.Count(r => r.Closed));
    }

    private static async Task Drain(LoadRun run, IReadOnlyList<(ChatClient Client, Sender Sender)> sending, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while ((run.Gate.UnderWay > 0 || sending.Any(s => s.Sender.UnderWay > 0)) && TimeProvider.System.GetElapsedTime(start) < _drainMax)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    private static LatencyRecorder Merge(IEnumerable<LatencyRecorder> recorders)
    {
        var all = new LatencyRecorder();
        foreach (var recorder in recorders)
        {
            all.Add(recorder);
        }

        return all;
    }

    private LoadSnapshot Snapshot(IReadOnlyList<ChatClient> receivers, IReadOnlyList<(ChatClient Client, Sender Sender)> sending) => new(
        TimeProvider.System.GetTimestamp(),
        sending.Sum(s => s.Sender.Stored),
        receivers.Sum(r => r.Delivered),
        server.Cpu(),
        Environment.CpuUsage.TotalTime.TotalSeconds,
        MachineCpu.Busy());
}
