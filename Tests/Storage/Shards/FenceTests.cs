using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Storage.Shards;

public sealed class FenceTests(PostgresFixture postgres)
{
    private const string AgeFence = "update local.fence set boot_id = boot_id - interval '1 hour' where shard = 2 and grp = 0";

    [Fact]
    public async Task A_new_group_is_armed_under_its_first_epoch()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);

        Assert.Equal(1, bench.Route.Epoch);
        Assert.Equal(new FenceState(0, 1, Writable: true, Armed: true), await bench.Fence.StateAsync(bench.Route, CancellationToken.None));
        Assert.False((await bench.Fence.StateAsync(bench.Route with { Group = 1 }, CancellationToken.None)).Armed);
    }

    [Fact]
    public async Task Arming_changes_nothing_while_the_server_is_the_same()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);

        await bench.Fence.ArmAsync(bench.Route, CancellationToken.None);
        await bench.Fence.ArmAsync(bench.Route, CancellationToken.None);

        Assert.Equal(1, (await bench.RefreshAsync()).Epoch);
    }

    [Fact]
    public async Task After_a_restart_of_the_server_the_next_epoch_is_minted_once_however_many_arm()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await bench.ExecuteAsync(AgeFence);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => bench.Fence.ArmAsync(bench.Route, CancellationToken.None)));

        Assert.Equal(2, (await bench.RefreshAsync()).Epoch);
        Assert.True((await bench.Fence.StateAsync(bench.Route, CancellationToken.None)).IsOpen(2));
    }

    [Fact]
    public async Task A_bump_that_died_between_map_and_fence_is_finished_by_whoever_arms()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        Assert.Equal(2, await bench.Routes.MintEpochAsync(bench.Route, CancellationToken.None));

        await bench.Fence.ArmAsync(bench.Route, CancellationToken.None);

        Assert.Equal(2, (await bench.RefreshAsync()).Epoch);
        Assert.True((await bench.Fence.StateAsync(bench.Route, CancellationToken.None)).IsOpen(2));
    }

    [Fact]
    public async Task A_group_of_another_side_is_left_closed()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await bench.ExecuteAsync(AgeFence);
        await bench.ExecuteAsync("update main.shard_group set side = 1 where shard = 2 and grp = 0");

        await bench.Fence.ArmAsync(bench.Route, CancellationToken.None);

        Assert.False((await bench.Fence.StateAsync(bench.Route, CancellationToken.None)).Armed);
        Assert.Equal(1, (await bench.RefreshAsync()).Epoch);
    }

    [Fact]
    public async Task A_bump_of_no_group_is_0_and_bumps_count_up()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);

        Assert.Equal(0, await bench.Fence.BumpAsync(63, 0, CancellationToken.None));
        Assert.Equal(2, await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None));
        Assert.Equal(3, await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None));
        Assert.True((await bench.Fence.StateAsync(bench.Route, CancellationToken.None)).IsOpen(3));
    }

    [Fact]
    public async Task A_bump_ends_a_session_that_keeps_the_lock_for_more_than_a_second()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await using var frozen = await bench.HoldAsync($"select pg_advisory_xact_lock_shared({ShardBench.Shard}, 0)");

        var epoch = await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(2, epoch);
    }

    [Fact]
    public async Task All_groups_are_armed_at_start_and_listed()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);

        await bench.Fence.ArmAllAsync(CancellationToken.None);

        var map = await bench.Routes.MapAsync(CancellationToken.None);
        Assert.Equal(8, map.Count);
        foreach (var entry in map)
        {
            Assert.Equal(MasterSide.A, entry.Route.Side);
            Assert.True((await bench.Fence.StateAsync(entry.Route, CancellationToken.None)).IsOpen(entry.Route.Epoch));
        }
    }
}
