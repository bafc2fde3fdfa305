using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Writes;

namespace OrleansSocial.Tests.Storage.Writes;

/// <summary>What is answered when a synchronous standby is asked for and none is there.</summary>
public sealed class StandbyTests
{
    private const string WithoutStandby = "alter system set synchronous_standby_names = ''";

    [Fact]
    public async Task An_answer_from_a_found_row_waits_for_the_standby_like_a_commit()
    {
        await using var server = await OwnServer.StartAsync();
        await using var bench = await ShardBench.CreateAsync(server.Database);
        var chain = await bench.ChainAsync();
        var key = Guid.CreateVersion7();
        var row = bench.Message(key: key);
        await bench.StoreAsync(chain, row);
        await using var lane = await bench.LaneAsync();
        await using var other = await bench.LaneAsync();
        await SetAsync(bench, "alter system set synchronous_standby_names = 'nobody'");

        var again = lane.FlushAsync([bench.Part(chain, row)]);
        await WaitingAsync(bench, lane);
        Assert.False(again.IsCompleted);
        await SetAsync(bench, WithoutStandby);
        Assert.Equal(RowStatus.Stored, (await again).Parts[0].Rows.Span[0].Status);

        await SetAsync(bench, "alter system set synchronous_standby_names = 'nobody'");
        var duplicate = other.FlushAsync([bench.Part(chain, bench.Message(key: key))]);
        await WaitingAsync(bench, other);
        Assert.False(duplicate.IsCompleted);
        await SetAsync(bench, WithoutStandby);
        Assert.Equal(RowStatus.Duplicate, (await duplicate).Parts[0].Rows.Span[0].Status);
    }

    [Fact]
    public async Task A_commit_whose_wait_for_the_standby_was_cancelled_is_unknown_and_not_a_success()
    {
        await using var server = await OwnServer.StartAsync();
        await using var bench = await ShardBench.CreateAsync(server.Database);
        var chain = await bench.ChainAsync();
        await using var lane = await bench.LaneAsync();
        await SetAsync(bench, "alter system set synchronous_standby_names = 'nobody'");
        var row = bench.Message();

        var flush = lane.FlushAsync([bench.Part(chain, row)]);
        await WaitingAsync(bench, lane);
        await bench.TextAsync($"select pg_cancel_backend({lane.Backend.Pid})");

        await Assert.ThrowsAsync<FlushUnknownException>(() => flush);
        await SetAsync(bench, WithoutStandby);
        Assert.Equal(RowStatus.Stored, (await bench.StoreAsync(chain, row))[0].Status);
        Assert.Equal("1", await bench.TextAsync("select count(*) from message"));
    }

    private static async Task SetAsync(ShardBench bench, string setting)
    {
        await bench.ExecuteAsync(setting);
        await bench.TextAsync("select pg_reload_conf()");
        var wanted = setting.Contains("nobody", StringComparison.Ordinal) ? "nobody" : string.Empty;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!string.Equals(await bench.TextAsync("show synchronous_standby_names"), wanted, StringComparison.Ordinal))
        {
            Assert.False(limit.IsCancellationRequested, "the server did not take its settings");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task WaitingAsync(ShardBench bench, LaneConnection lane)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!string.Equals(
            await bench.TextAsync($"select wait_event from pg_stat_activity where pid = {lane.Backend.Pid}"), "SyncRep", StringComparison.Ordinal))
        {
            Assert.False(limit.IsCancellationRequested, "the flush does not wait for the standby");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
