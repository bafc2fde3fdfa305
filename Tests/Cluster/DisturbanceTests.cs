using OrleansSocial.Benchmarks.Faults;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>The faults beyond the kills: run by <c>./check --faults N</c> with more than one seed, or <c>--all</c>.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DisturbanceTests(ClusterFixture cluster)
{
    private const string NotAsked = "runs with ./check --faults N (2 or more) or --all";
    private const double ConvergedMsMax = 5_000;
    private const string DropPercent = "OrleansSocial__Delivery__DropEventPercent";
    private const string Proxied = "20";
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(4);

    public static bool Asked => FaultRun.AllFaults;

    public static TheoryData<int> SeedNumbers => [.. FaultRun.SeedNumbers];

    [Theory(Skip = NotAsked, SkipUnless = nameof(Asked)), MemberData(nameof(SeedNumbers))]
    public async Task Events_dropped_in_the_outbox_are_repaired_the_last_one_too(int seed)
    {
        cluster.Set(DropPercent, "10");
        try
        {
            await cluster.RestartAllAsync();
            var verdict = await new FaultRun(cluster, "drop-events", seed)
                .RunAsync(Before, _ => Task.CompletedTask, TimeSpan.FromSeconds(10));

            FaultRun.AssertOk(verdict);
            Assert.InRange(verdict.Figures["convergedMs"], 0, ConvergedMsMax);
        }
        finally
        {
            cluster.Set(DropPercent, null);
            await cluster.RestartAllAsync();
        }
    }

    [Theory(Skip = NotAsked, SkipUnless = nameof(Asked)), MemberData(nameof(SeedNumbers))]
    public async Task A_socket_cut_for_25_s_and_one_opened_20_s_after_rtm_connect_get_everything_once(int seed)
    {
        var run = new FaultRun(cluster, "cut-25", seed) { LoadArguments = ["--proxied", Proxied] };
        FaultRun.AssertOk(await run.RunAsync(
            Before,
            async load =>
            {
                run.Struck("cut", repeatMs: FaultEntry.CutRepeatMs);
                await load.OrderAsync("cut 25");
                await load.OrderAsync("reopen 15 20");
                await Task.Delay(TimeSpan.FromSeconds(25));
            },
            TimeSpan.FromSeconds(4)));
    }

    [Theory(Skip = NotAsked, SkipUnless = nameof(Asked)), MemberData(nameof(SeedNumbers))]
    public async Task A_socket_cut_for_40_s_gets_the_rest_by_a_resync(int seed)
    {
        var run = new FaultRun(cluster, "cut-40", seed) { LoadArguments = ["--proxied", Proxied] };
        FaultRun.AssertOk(await run.RunAsync(
            Before,
            async load =>
            {
                run.Struck("cut", repeatMs: FaultEntry.CutRepeatMs);
                await load.OrderAsync("cut 40");
                await Task.Delay(TimeSpan.FromSeconds(40));
            },
            TimeSpan.FromSeconds(4)));
    }

    [Theory(Skip = NotAsked, SkipUnless = nameof(Asked)), MemberData(nameof(SeedNumbers))]
    public async Task A_silo_that_is_told_to_stop_fails_no_post(int seed) =>
        NothingFailed(await TerminateAsync("term-silo", () => BusiestSilo.FindAsync(cluster, TestContext.Current.CancellationToken), seed));

    [Theory(Skip = NotAsked, SkipUnless = nameof(Asked)), MemberData(nameof(SeedNumbers))]
    public async Task A_gateway_that_is_told_to_stop_fails_no_post(int seed) =>
        NothingFailed(await TerminateAsync("term-gateway", () => Task.FromResult(cluster.Gateways[seed % cluster.Gateways.Count]), seed));

    private static void NothingFailed(Verdict verdict)
    {
        FaultRun.AssertOk(verdict);
        Assert.Equal(0, verdict.Figures["postsGivenUp"]);
        Assert.Equal(0, verdict.Figures["postsRefused"]);
    }

    private Task<Verdict> TerminateAsync(string name, Func<Task<ClusterProcess>> choose, int seed)
    {
        var run = new FaultRun(cluster, name, seed);
        return run.RunAsync(
            Before,
            async _ =>
            {
                var victim = await choose();
                await cluster.LeaveDownAsync(victim, async () =>
                {
                    run.Struck(name);
                    victim.Send(Signals.Terminate);
                    Assert.True(await victim.WaitForExitAsync(TimeSpan.FromSeconds(10)), $"{victim.Name} did not end within 10 s of SIGTERM");
                });
            },
            TimeSpan.FromSeconds(8));
    }
}
