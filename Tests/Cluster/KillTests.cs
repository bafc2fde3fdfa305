using Npgsql;
using OrleansSocial.Benchmarks.Faults;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>SIGKILL and SIGSTOP of each kind of process, under load.</summary>
[Collection(ClusterCollection.Name)]
public sealed class KillTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan KilledBackWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FrozenBackWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(6);

    public static TheoryData<int> SeedNumbers => [.. FaultRun.SeedNumbers];

    [Theory, MemberData(nameof(SeedNumbers))]
    public async Task A_killed_silo_loses_nothing_that_was_acked(int seed)
    {
        var run = new FaultRun(cluster, "kill-silo", seed);
        FaultRun.AssertOk(await run.RunAsync(
            Before,
            async _ =>
            {
                var victim = await BusiestSilo.FindAsync(cluster, TestContext.Current.CancellationToken);
                await cluster.LeaveDownAsync(victim, async () =>
                {
                    victim.Send(Signals.Kill);
                    run.Struck("kill-silo", KilledBackWithin);
                    await Task.Delay(Down);
                });
            },
            After));
    }

    [Theory, MemberData(nameof(SeedNumbers))]
    public async Task A_killed_gateway_loses_nothing_that_was_acked(int seed)
    {
        var run = new FaultRun(cluster, "kill-gateway", seed);
        var victim = cluster.Gateways[run.Random.Next(cluster.Gateways.Count)];
        FaultRun.AssertOk(await run.RunAsync(
            Before,
            _ => cluster.LeaveDownAsync(victim, async () =>
            {
                run.Struck("kill-gateway", KilledBackWithin, repeatMs: FaultEntry.GatewayCrashRepeatMs);
                victim.Send(Signals.Kill);
                await Task.Delay(Down);
            }),
            After));
    }

    [Theory, MemberData(nameof(SeedNumbers))]
    public async Task A_killed_PostgreSQL_loses_nothing_that_was_acked(int seed)
    {
        var run = new FaultRun(cluster, "kill-postgres", seed);
        FaultRun.AssertOk(await run.RunAsync(
            Before,
            async _ =>
            {
                // The fixture's cluster starts it again after ClusterFixture.DatabaseRestart. How long PostgreSQL itself recovers
                // is the machine's matter: what is left of the 5 s counts from when it takes connections, if that is later.
                var at = TimeProvider.System.GetUtcNow();
                Signals.Send(cluster.Postgres.Pid, Signals.Kill);
                var recovered = await DatabaseIsBackAsync() - at;
                var limit = recovered + KilledBackWithin - ClusterFixture.DatabaseRestart;
                TestContext.Current.TestOutputHelper?.WriteLine($"PostgreSQL took connections {recovered.TotalMilliseconds:0} ms after it was killed");
                run.Struck("kill-postgres", limit > KilledBackWithin ? limit : KilledBackWithin, at: at);
                await Task.Delay(Down);
            },
            After));
    }

    private async Task<DateTimeOffset> DatabaseIsBackAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(cluster.Postgres.ConnectionString() + ";Pooling=false");
                await connection.OpenAsync(limit.Token);
                return TimeProvider.System.GetUtcNow();
            }
            catch (NpgsqlException)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    [Theory, MemberData(nameof(SeedNumbers))]
    public async Task A_frozen_silo_that_comes_back_loses_nothing_that_was_acked(int seed)
    {
        var run = new FaultRun(cluster, "freeze-silo", seed);
        FaultRun.AssertOk(await run.RunAsync(
            Before,
            async _ =>
            {
                var victim = await BusiestSilo.FindAsync(cluster, TestContext.Current.CancellationToken);
                victim.Send(Signals.Stop);
                run.Struck("freeze-silo", FrozenBackWithin);
                await Task.Delay(Frozen);

                // It learns that it was evicted and aborts itself; the supervisor starts it again.
                victim.Send(Signals.Continue);
            },
            TimeSpan.FromSeconds(8)));
    }
}
