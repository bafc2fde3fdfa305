using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Shards;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Storage.Shards;

public sealed class ShardRoutesTests(PostgresFixture postgres)
{
    private static readonly ChannelId Apart = new("C0APART0001");

    [Fact]
    public async Task A_channel_may_be_placed_on_another_shard_than_its_team()
    {
        await using var bench = await PlacedAsync();
        var map = new ShardMap(bench.Routes);

        var team = await map.Find(bench.Team, null, CancellationToken.None);
        var apart = await map.Find(bench.Team, Apart, CancellationToken.None);
        var other = await map.Find(bench.Team, ChannelId.New(isPrivate: false), CancellationToken.None);

        Assert.Equal((2, 3, 2), (team.Shard, apart.Shard, other.Shard));
        Assert.Equal(bench.Route, team);
        Assert.Equal(0, apart.Group);
    }

    [Fact]
    public async Task The_group_is_the_teams_parity()
    {
        await using var bench = await PlacedAsync();

        Assert.Equal(1, (await bench.Routes.FindAsync(TeamId.FromNumber(21), null, CancellationToken.None))!.Group);
    }

    [Fact]
    public async Task A_team_that_is_placed_nowhere_is_an_error()
    {
        await using var bench = await PlacedAsync();

        await Assert.ThrowsAsync<TeamNotPlacedException>(async () => await new ShardMap(bench.Routes).Find(TeamId.FromNumber(99), null, CancellationToken.None));
    }

    [Fact]
    public async Task A_route_is_kept_until_it_is_forgotten()
    {
        await using var bench = await PlacedAsync();
        var map = new ShardMap(bench.Routes);
        var before = await map.Find(bench.Team, null, CancellationToken.None);
        await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None);
        Assert.Equal(before, await map.Find(bench.Team, null, CancellationToken.None));

        map.Forget(before);
        var after = await map.Find(bench.Team, null, CancellationToken.None);
        Assert.Equal(before.Epoch + 1, after.Epoch);

        // Another caller that comes late with the old route drops nothing new.
        map.Forget(before);
        await bench.ExecuteAsync("delete from main.placement where channel_id = ''");
        Assert.Equal(after, await map.Find(bench.Team, null, CancellationToken.None));
    }

    [Fact]
    public async Task A_route_that_is_forgotten_while_it_is_the_newest_is_kept_after_the_next_look()
    {
        await using var bench = await PlacedAsync();
        var map = new ShardMap(bench.Routes);
        var route = await map.Find(bench.Team, null, CancellationToken.None);

        // As by a caller whose rows met a fence that was still behind.
        map.Forget(route);
        Assert.Equal(route, await map.Find(bench.Team, null, CancellationToken.None));
        await bench.ExecuteAsync("delete from main.placement where channel_id = ''");

        Assert.Equal(route, await map.Find(bench.Team, null, CancellationToken.None));
    }

    private async Task<ShardBench> PlacedAsync()
    {
        var bench = await ShardBench.CreateAsync(postgres);
        await bench.ExecuteAsync(
            $"insert into main.placement values ('{bench.Team}', '', 2), ('{bench.Team}', '{Apart}', 3), ('{TeamId.FromNumber(21)}', '', 1)");
        return bench;
    }
}
