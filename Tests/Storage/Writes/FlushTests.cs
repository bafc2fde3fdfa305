using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Writes;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.Writes;

public sealed class FlushTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Rows_get_positions_and_the_head_advances()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var rows = new[] { bench.Message(), bench.Message(counts: false), bench.Event(EventKind.Edited), bench.Message() };

        var results = await bench.StoreAsync(chain, rows);

        Assert.All(results, r => Assert.Equal(RowStatus.Stored, r.Status));
        Assert.Equal(rows.Select(r => r.Ts), results.Select(r => r.Ts));
        Assert.Equal([1, 1, 0, 2], results.Select(r => r.Position));
        Assert.Equal($"{rows[3].Ts} 2", await bench.TextAsync("select last_event_ts || ' ' || message_count from channel_head"));
        Assert.Equal("3 1", await bench.TextAsync("select (select count(*) from message) || ' ' || (select count(*) from channel_event)"));
        Assert.Equal("hello 0 UAUTHOR001", await bench.TextAsync("select body || ' ' || kind || ' ' || author_id from message order by ts limit 1"));
    }

    [Fact]
    public async Task A_flush_of_many_chains_answers_each_part()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await using var lane = await bench.LaneAsync();
        var chains = new List<BenchChain>();
        for (var i = 0; i < 20; i++)
        {
            chains.Add(await bench.ChainAsync());
        }

        var parts = chains.ConvertAll(c => bench.Part(c, bench.Message(), bench.Message()));
        var answer = await lane.FlushAsync(parts);

        Assert.All(answer.Parts, p => Assert.True(p.Held));
        for (var i = 0; i < parts.Count; i++)
        {
            Assert.Equal(parts[i].Batch.Rows.Select(r => r.Ts), answer.Parts[i].Rows.ToArray().Select(r => r.Ts));
            Assert.Equal([1L, 2L], answer.Parts[i].Rows.ToArray().Select(r => r.Position));
        }

        var second = await lane.FlushAsync([bench.Part(chains[3], bench.Message())]);
        Assert.Equal(3, second.Parts[0].Rows.Span[0].Position);
        Assert.InRange(answer.DatabaseTime, 1_700_000_000_000_000, long.MaxValue);
    }

    [Fact]
    public async Task The_same_rows_again_are_stored_again_and_change_nothing()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var rows = new[] { bench.Message(), bench.Event(EventKind.Edited), bench.Message() };

        var first = await bench.StoreAsync(chain, rows);
        var again = await bench.StoreAsync(chain, rows);

        Assert.Equal(first.AsEnumerable(), again);
        Assert.Equal("2 2", await bench.TextAsync("select (select count(*) from message) || ' ' || message_count from channel_head"));
    }

    [Fact]
    public async Task A_known_key_with_another_ts_is_a_duplicate_and_leaves_no_hole()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var key = Guid.CreateVersion7();
        var first = bench.Message(key: key);
        var edit = bench.Event(EventKind.Edited, key: key);
        await bench.StoreAsync(chain, first, edit);

        var results = await bench.StoreAsync(chain, bench.Message(), bench.Message(key: key), bench.Message(), bench.Event(EventKind.Edited, key: key));

        Assert.Equal([RowStatus.Stored, RowStatus.Duplicate, RowStatus.Stored, RowStatus.Duplicate], results.Select(r => r.Status));
        Assert.Equal(first.Ts, results[1].Ts);
        Assert.Equal(edit.Ts, results[3].Ts);
        Assert.Equal([2, 1, 3, 0], results.Select(r => r.Position));
        Assert.Equal("3", await bench.TextAsync("select message_count from channel_head"));
    }

    [Fact]
    public async Task Two_rows_with_one_key_in_an_append_are_merged_and_both_answered()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var key = Guid.CreateVersion7();
        var rows = new[] { bench.Message("first", key: key), bench.Message("second", key: key), bench.Message("third") };

        var results = await bench.StoreAsync(chain, rows);

        Assert.Equal([RowStatus.Stored, RowStatus.Duplicate, RowStatus.Stored], results.Select(r => r.Status));
        Assert.Equal(rows[0].Ts, results[1].Ts);
        Assert.Equal([1, 1, 2], results.Select(r => r.Position));
        Assert.Equal("first,third", await bench.TextAsync("select string_agg(body, ',' order by ts) from message"));
    }

    [Fact]
    public async Task A_row_that_is_not_after_the_head_is_refused_alone()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var late = bench.Message();
        await bench.StoreAsync(chain, bench.Message());

        var results = await bench.StoreAsync(chain, late, bench.Message());

        Assert.Equal([RowStatus.Refused, RowStatus.Stored], results.Select(r => r.Status));
        Assert.Equal(RowRefusals.TsOrder, results[0].Reason);
        Assert.Equal("2", await bench.TextAsync("select count(*) from message"));
    }

    [Fact]
    public async Task A_foreign_chain_is_not_found()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var foreign = new BenchChain(chain.Id with { Team = TeamId.FromNumber(22) }, chain.Owner);

        var answer = await bench.FlushAsync(foreign, bench.Message());

        Assert.False(answer.Held);
        Assert.Equal("0", await bench.TextAsync("select count(*) from message"));
    }

    [Fact]
    public async Task The_older_of_two_owners_of_one_head_stores_nothing()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var older = await bench.ChainAsync("C0000000001");
        await bench.StoreAsync(older, bench.Message("older"));
        var newer = await bench.ChainAsync("C0000000001");
        await using var lane = await bench.LaneAsync();
        await using var other = await bench.LaneAsync();

        var answers = await Task.WhenAll(
            lane.FlushAsync([bench.Part(older, bench.Message("older again"), bench.Event(EventKind.Edited))]),
            other.FlushAsync([bench.Part(newer, bench.Message("newer"))]));

        Assert.False(answers[0].Parts[0].Held);
        Assert.True(answers[0].Parts[0].Fence.IsOpen(bench.Route.Epoch));
        Assert.Equal(2, answers[1].Parts[0].Rows.Span[0].Position);
        Assert.Equal("older,newer", await bench.TextAsync("select string_agg(body, ',' order by ts) from message"));
        Assert.Equal("0", await bench.TextAsync("select count(*) from channel_event"));
    }

    [Fact]
    public async Task An_owner_that_waited_for_the_takeover_stores_nothing()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        await using var lane = await bench.LaneAsync();
        await using var takeOver = await bench.HoldAsync("update channel_head set owner = gen_random_uuid()");

        var flush = lane.FlushAsync([bench.Part(chain, bench.Message())]);
        await bench.BlockedAsync();
        await CommitAsync(takeOver);

        Assert.False((await flush).Parts[0].Held);
        Assert.Equal("0", await bench.TextAsync("select count(*) from message"));
    }

    [Fact]
    public async Task A_closed_epoch_stores_nothing_and_says_so()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var epoch = await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None);

        var answer = await bench.FlushAsync(chain, bench.Message());

        Assert.False(answer.Held);
        Assert.False(answer.Fence.IsOpen(bench.Route.Epoch));
        Assert.Equal(epoch, answer.Fence.Epoch);
        Assert.Equal(bench.Route.Epoch + 1, epoch);
        await bench.RefreshAsync();
        Assert.Equal(RowStatus.Stored, (await bench.StoreAsync(chain, bench.Message()))[0].Status);
    }

    /// <summary>With the lock inside the insert statement this stores a row under the old epoch: the snapshot is older than the wait.</summary>
    [Fact]
    public async Task A_writer_that_waits_for_the_fence_while_the_epoch_is_bumped_commits_nothing_under_the_old_one()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        await using var lane = await bench.LaneAsync();
        await lane.FlushAsync([bench.Part(chain, bench.Message("before"))]);
        await using var bump = await bench.HoldAsync($"select pg_advisory_xact_lock({ShardBench.Shard}, 0)");

        var flush = lane.FlushAsync([bench.Part(chain, bench.Message("after"), bench.Event(EventKind.Edited))]);
        await bench.BlockedAsync();
        await using (var close = new Npgsql.NpgsqlCommand($"update local.fence set epoch = epoch + 1 where shard = {ShardBench.Shard} and grp = 0", bump))
        {
            await close.ExecuteNonQueryAsync();
        }

        await CommitAsync(bump);

        var answer = (await flush).Parts[0];
        Assert.False(answer.Held);
        Assert.Equal(bench.Route.Epoch + 1, answer.Fence.Epoch);
        Assert.Equal("before", await bench.TextAsync("select string_agg(body, ',') from message"));
        Assert.Equal("0", await bench.TextAsync("select count(*) from channel_event"));
    }

    [Fact]
    public async Task A_bump_waits_for_the_flush_that_holds_the_lock()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await using var flush = await bench.HoldAsync($"select pg_advisory_xact_lock_shared({ShardBench.Shard}, 0)");

        var bump = bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None);
        await bench.BlockedAsync();
        Assert.False(bump.IsCompleted);
        await CommitAsync(flush);

        Assert.Equal(bench.Route.Epoch + 1, await bump);
    }

    private static async Task CommitAsync(Npgsql.NpgsqlConnection connection)
    {
        await using var commit = new Npgsql.NpgsqlCommand("commit", connection);
        await commit.ExecuteNonQueryAsync();
    }
}
