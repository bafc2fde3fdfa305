using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Storage.Shards;

public sealed class ControlConnectionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_server_with_too_few_connections_is_refused_with_what_to_change()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var offered = int.Parse(
            (await bench.TextAsync("select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int - current_setting('reserved_connections')::int"))!,
            System.Globalization.CultureInfo.InvariantCulture);

        await bench.Control.DemandConnectionsAsync(offered, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Control.DemandConnectionsAsync(offered + 1, CancellationToken.None));

        Assert.Contains("Raise max_connections", refused.Message, StringComparison.Ordinal);

        // 4 shards with 8 pooled connections and 2 lanes each, the control connection, and 12 to the main database on the same server.
        Assert.Equal((4 * (8 + 2)) + 1 + 12, bench.DataSources.ConnectionsMax(new Instance(1, MasterSide.A), lanes: 2));
    }

    [Fact]
    public async Task An_end_waits_until_the_backend_is_gone_and_spares_a_later_one_of_the_same_number()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await using var lane = await bench.LaneAsync();

        await bench.Control.EndAsync(lane.Backend with { StartedTs = lane.Backend.StartedTs - 1 }, CancellationToken.None);
        Assert.Equal("1", await bench.TextAsync($"select count(*) from pg_stat_activity where pid = {lane.Backend.Pid}"));

        await bench.Control.EndAsync(lane.Backend, CancellationToken.None);
        Assert.Equal("0", await bench.TextAsync($"select count(*) from pg_stat_activity where pid = {lane.Backend.Pid}"));
    }

    [Fact]
    public async Task Only_the_root_of_a_chain_of_waiters_is_ended()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await bench.ChainAsync();
        await using var holder = await bench.HoldAsync("select owner from channel_head for update");
        await using var lane = await bench.LaneAsync();
        await using var waiter = await bench.LaneAsync();
        var chain = new BenchChain(new(bench.Team, (await bench.TextAsync("select channel_id from channel_head"))!), Guid.Parse((await bench.TextAsync("select owner from channel_head"))!));
        var first = lane.FlushAsync([bench.Part(chain, bench.Message())]);
        await bench.BlockedAsync();
        var second = waiter.FlushAsync([bench.Part(chain, bench.Message())]);
        await bench.BlockedAsync(sessions: 2);
        await Task.Delay(ControlConnection.BlockedMax);

        Assert.Equal(1, await bench.Control.EndHoldersAsync(waiter.Backend.Pid, CancellationToken.None));

        Assert.True((await first).Parts[0].Held);
        Assert.True((await second).Parts[0].Held);
    }
}
