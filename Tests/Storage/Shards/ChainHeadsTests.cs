using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Storage.Shards;

public sealed class ChainHeadsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_takeover_reads_the_head_that_the_owner_before_left()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var (first, last) = (bench.Message(), bench.Message());
        await bench.StoreAsync(chain, first, last);

        var head = await TakeOver(bench, chain.Id, create: false);

        Assert.NotNull(head);
        Assert.Equal((last.Ts, 2), (head.LastEventTs, head.MessageCount));
        Assert.InRange(head.DatabaseTime, 1_700_000_000_000_000, long.MaxValue);
    }

    [Fact]
    public async Task A_head_is_made_only_when_asked_for()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = ChainId.Of(bench.Team, ChannelId.New(isPrivate: false));

        Assert.Null(await TakeOver(bench, chain, create: false));
        Assert.Equal(0, (await TakeOver(bench, chain, create: true))?.LastEventTs);
        Assert.NotNull(await TakeOver(bench, chain, create: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_foreign_id_has_no_head(bool create)
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();

        Assert.Null(await TakeOver(bench, chain.Id with { Team = TeamId.FromNumber(22) }, create));

        Assert.Equal($"{bench.Team} {chain.Owner}", await bench.TextAsync("select team_id || ' ' || owner from channel_head"));
    }

    [Fact]
    public async Task A_closed_epoch_takes_nothing_over()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None);

        await Assert.ThrowsAsync<MovedException>(() => TakeOver(bench, chain.Id, create: true));

        Assert.Equal($"{chain.Owner}", await bench.TextAsync("select owner from channel_head"));
        await bench.RefreshAsync();
        Assert.NotNull(await TakeOver(bench, chain.Id, create: false));
    }

    [Fact]
    public async Task After_a_restart_of_the_server_the_takeover_arms_and_asks_for_a_new_look_up()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        await bench.ExecuteAsync("update local.fence set boot_id = boot_id - interval '1 hour'");

        await Assert.ThrowsAsync<MovedException>(() => TakeOver(bench, chain.Id, create: false));

        Assert.Equal(2, (await bench.RefreshAsync()).Epoch);
        Assert.NotNull(await TakeOver(bench, chain.Id, create: false));
    }

    [Fact]
    public async Task A_takeover_that_waits_for_the_fence_while_the_epoch_is_bumped_takes_nothing_over()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        await using var bump = await bench.HoldAsync($"select pg_advisory_xact_lock({ShardBench.Shard}, 0)");

        var takeOver = TakeOver(bench, chain.Id, create: false);
        await bench.BlockedAsync();
        await using (var close = new Npgsql.NpgsqlCommand("update local.fence set epoch = epoch + 1; commit", bump))
        {
            await close.ExecuteNonQueryAsync();
        }

        await Assert.ThrowsAsync<MovedException>(() => takeOver);
        Assert.Equal($"{chain.Owner}", await bench.TextAsync("select owner from channel_head"));
    }

    [Fact]
    public async Task A_takeover_ends_a_session_that_keeps_the_head_for_more_than_a_second()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        await using var frozen = await bench.HoldAsync("select owner from channel_head for update");

        Assert.NotNull(await TakeOver(bench, chain.Id, create: false).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static Task<ChainHead?> TakeOver(ShardBench bench, ChainId chain, bool create) =>
        bench.Heads.TakeOver(bench.Route, chain, Guid.CreateVersion7(), create, CancellationToken.None);
}
