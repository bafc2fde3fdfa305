using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Grains.Writes;

/// <summary>Appends whose time is over before they are settled: a server that does not come back, a row that it never takes.</summary>
public sealed class UnsettledTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_append_of_which_a_part_is_committed_is_never_busy(bool isSplit)
    {
        await using var bench = new WriterBench(
            await ShardBench.CreateAsync(postgres),
            o => (o.Lanes, o.SettleMax, o.FlushChangesMax) = (1, TimeSpan.FromSeconds(2), isSplit ? o.FlushChangesMax : 1));
        await bench.Shard.ExecuteAsync(
            $"""
            create sequence tries;
            create function stuck() returns trigger language plpgsql as
            $$ begin
              if nextval('tries') = 1 and {isSplit} then
                raise exception using errcode = '23514';
              end if;
              raise exception using errcode = '40001';
            end $$;
            create trigger stuck before insert on message for each row when (new.body = 'stuck') execute function stuck()
            """);
        var chain = await bench.Shard.ChainAsync();

        var receipt = await bench.Append(chain, bench.Shard.Message("first"), bench.Shard.Message("stuck"));

        Assert.Equal("first", await bench.Shard.TextAsync("select string_agg(body, ',') from message"));
        Assert.Equal((WriteOutcome.Unknown, 0), (receipt.Outcome, receipt.Rows.Length));
        Assert.Equal(WriteOutcome.Busy, (await bench.Append(chain, bench.Shard.Message("stuck"))).Outcome);
    }

    [Fact]
    public async Task What_was_sent_is_unknown_and_what_never_was_is_busy()
    {
        await using var server = await OwnServer.StartAsync(restart: false);
        await using var bench = new WriterBench(await ShardBench.CreateAsync(server.Database), o => (o.Lanes, o.SettleMax) = (1, TimeSpan.FromSeconds(2)));
        var (sent, waiting) = (await bench.Shard.ChainAsync(), await bench.Shard.ChainAsync());
        await bench.Append(sent, bench.Shard.Message());
        await using var hold = await bench.Shard.HoldAsync($"select pg_advisory_xact_lock({ShardBench.Shard}, 0)");
        var first = bench.Append(sent, bench.Shard.Message());
        await bench.Shard.BlockedAsync();
        var second = bench.Append(waiting, bench.Shard.Message());

        server.Kill();

        Assert.Equal((WriteOutcome.Unknown, 0), ((await first).Outcome, (await first).Rows.Length));
        Assert.Equal(WriteOutcome.Busy, (await second).Outcome);
        Assert.InRange((await second).RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal(WriteOutcome.Busy, (await bench.Append(waiting, bench.Shard.Message())).Outcome);
        Assert.Equal(0, bench.Writers.Stats("silo")[0].QueueRows);
    }
}
