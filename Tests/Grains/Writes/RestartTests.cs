using System.Collections.Concurrent;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Grains.Writes;

public sealed class RestartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task A_killed_server_comes_back_armed_and_nothing_acked_is_lost_or_doubled()
    {
        await using var server = await OwnServer.StartAsync();
        await using var bench = new WriterBench(await ShardBench.CreateAsync(server.Database));
        var acked = new ConcurrentDictionary<(string Chain, long Ts), long>();
        using var stop = new CancellationTokenSource();
        var chains = new List<BenchChain>();
        for (var i = 0; i < 16; i++)
        {
            chains.Add(await bench.Shard.ChainAsync());
        }

        var senders = chains.ConvertAll(c => Task.Run(() => SendAsync(bench, c, acked, stop.Token)));
        await UntilAsync(() => acked.Count > 500, "the first 500 rows were not acked");
        server.Kill();
        await UntilAsync(() => server.Restarts == 1, "the server was not started again");
        var before = acked.Count;
        await UntilAsync(() => acked.Count > before + 500, "no row was acked after the restart");
        await stop.CancelAsync();
        await Task.WhenAll(senders).WaitAsync(Patience);

        Assert.Equal(2, bench.Shard.Route.Epoch);
        Assert.Equal($"{acked.Count} {acked.Count}", await bench.Shard.TextAsync("select count(*) || ' ' || count(distinct dedupe_key) from message"));
        foreach (var ((chain, ts), position) in acked)
        {
            Assert.Equal($"{position}", await bench.Shard.TextAsync($"select position from message where channel_id = '{chain}' and ts = {ts}"));
        }

        Assert.Equal("t", (await bench.Shard.TextAsync(
            "select bool_and(n = top and n = h.message_count) from (select channel_id, count(*) n, max(position) top from message group by 1) m join channel_head h using (channel_id)"))![..1].ToLowerInvariant());
    }

    /// <summary>As a chain's grain does it: one append at a time, the same rows until they are settled.</summary>
    private static async Task SendAsync(WriterBench bench, BenchChain chain, ConcurrentDictionary<(string Chain, long Ts), long> acked, CancellationToken stop)
    {
        long ts = 1_800_000_000_000_000;
        while (!stop.IsCancellationRequested)
        {
            WriteRow[] rows = [bench.Shard.Message() with { Ts = ts += 2 }, bench.Shard.Message() with { Ts = ts += 2 }];
            var receipt = await bench.Append(chain, rows);
            while (receipt.Outcome == WriteOutcome.Moved)
            {
                await bench.Shard.RefreshAsync();
                receipt = await bench.Append(chain, rows);
            }

            Assert.Equal(WriteOutcome.Done, receipt.Outcome);
            for (var i = 0; i < rows.Length; i++)
            {
                Assert.Equal(RowStatus.Stored, receipt.Rows[i].Status);
                Assert.True(acked.TryAdd((chain.Id.Id, rows[i].Ts), receipt.Rows[i].Position));
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition, string otherwise)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, otherwise);
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
