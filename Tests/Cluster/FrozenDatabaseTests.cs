using System.Diagnostics;
using System.Globalization;
using OrleansSocial.Benchmarks.Faults;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>PostgreSQL stands still for 5 s: the newest pages still come from memory, posts wait.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FrozenDatabaseTests(ClusterFixture cluster)
{
    private const double ReadP99MsMax = 20;
    private const int PageSize = 20;
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(5);

    // The first reads after the freeze began are measured too; the pause keeps it at about 100 reads a second.
    private static readonly TimeSpan ReadPeriod = TimeSpan.FromMilliseconds(10);

    public static bool Asked => FaultRun.AllFaults;

    public static TheoryData<int> SeedNumbers => [.. FaultRun.SeedNumbers];

    [Theory(Skip = "runs with ./check --faults N (2 or more) or --all", SkipUnless = nameof(Asked)), MemberData(nameof(SeedNumbers))]
    public async Task Tail_reads_go_on_and_posts_wait(int seed)
    {
        var run = new FaultRun(cluster, "freeze-postgres", seed);
        var reads = new List<double>();
        var failed = new List<string>();
        var verdict = await run.RunAsync(
            TimeSpan.FromSeconds(5),
            async _ =>
            {
                var setup = FaultSetup.Load(Path.Combine(cluster.Folder, "setup.json"));
                using var api = new FaultApi(TimeProvider.System);
                await ReadAsync(api, setup, TimeSpan.FromSeconds(1), [], []);
                var processes = cluster.DatabaseProcesses();
                run.Struck("freeze-postgres", TimeSpan.FromSeconds(10));
                try
                {
                    foreach (var process in processes)
                    {
                        Signals.Send(process, Signals.Stop);
                    }

                    await ReadAsync(api, setup, Frozen, reads, failed);
                }
                finally
                {
                    foreach (var process in processes)
                    {
                        Signals.Send(process, Signals.Continue);
                    }
                }
            },
            TimeSpan.FromSeconds(8));

        reads.Sort();
        var p99 = reads[reads.Count * 99 / 100];
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{reads.Count} reads, p50 {reads[reads.Count / 2]:0.0} ms, p99 {p99:0.0} ms, max {reads[^1]:0.0} ms"));
        Assert.Empty(failed);
        FaultRun.AssertOk(verdict);
        Assert.InRange(p99, 0, ReadP99MsMax);
    }

    private async Task ReadAsync(FaultApi api, FaultSetup setup, TimeSpan length, List<double> reads, List<string> failed)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var number = 0; Stopwatch.GetElapsedTime(begun) < length; number++)
        {
            var channel = setup.Main.Channels[number % setup.Main.Channels.Count];
            var member = setup.Main.Members[channel.Members[0]];
            var form = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["channel"] = channel.Id,
                ["limit"] = PageSize.ToString(CultureInfo.InvariantCulture),
            };
            var started = Stopwatch.GetTimestamp();
            var reply = await api.CallAsync(
                cluster.GatewayUrls[number % cluster.GatewayUrls.Count], "conversations.history", member.Token, form, log: null, CancellationToken.None);
            reads.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!reply.Ok)
            {
                failed.Add($"{channel.Id}: {reply.Why}");
            }

            await Task.Delay(ReadPeriod);
        }
    }
}
