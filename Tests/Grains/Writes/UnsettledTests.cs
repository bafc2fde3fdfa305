using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Grains.Writes;

/// <summary>A server that does not come back.</summary>
public sealed class UnsettledTests
{
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
