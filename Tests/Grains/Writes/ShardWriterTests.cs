using System.Diagnostics.Metrics;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Grains.Writes;
using OrleansSocial.Storage.Writes;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Storage.Writes;

namespace OrleansSocial.Tests.Grains.Writes;

public sealed class ShardWriterTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Appends_of_many_chains_are_settled_each_with_its_rows()
    {
        await using var bench = await CreateAsync();
        var chains = await ChainsAsync(bench, 12);

        for (var round = 0; round < 3; round++)
        {
            var receipts = await Task.WhenAll(chains.Select(c => bench.Append(c, bench.Shard.Message(), bench.Shard.Message())));
            Assert.All(receipts, r => Assert.Equal(WriteOutcome.Done, r.Outcome));
            Assert.All(receipts, r => Assert.Equal([(2 * round) + 1, (2 * round) + 2], r.Rows.Select(x => x.Position)));
            Assert.All(receipts, r => Assert.NotEqual(0, r.DatabaseTime));
        }

        Assert.Equal("72", await bench.Shard.TextAsync("select count(*) from message"));
        var stats = Assert.Single(bench.Writers.Stats("silo"));
        Assert.Equal((72, 0, 0L, "1/2/A"), (stats.Rows, stats.QueueRows, stats.QueueBytes, stats.Writer));
        Assert.InRange(stats.Flushes, 2, 36);
    }

    [Fact]
    public async Task What_arrives_during_a_flush_leaves_as_one()
    {
        await using var bench = await CreateAsync(o => o.Lanes = 1);
        var chains = await ChainsAsync(bench, 30);
        await using var hold = await bench.Shard.HoldAsync($"select pg_advisory_xact_lock({ShardBench.Shard}, 0)");
        var first = bench.Append(chains[0], bench.Shard.Message());
        await bench.Shard.BlockedAsync();
        var rest = chains.Skip(1).Select(c => bench.Append(c, bench.Shard.Message())).ToArray();

        Assert.Equal(30, bench.Writers.Stats("silo")[0].QueueRows);
        await hold.CloseAsync();
        await first;
        await Task.WhenAll(rest);

        Assert.Equal(2, bench.Writers.Stats("silo")[0].Flushes);
    }

    [Fact]
    public async Task The_guilty_row_is_refused_alone()
    {
        await using var bench = await CreateAsync(o => o.Lanes = 1);
        var chains = await ChainsAsync(bench, 3);
        await using var hold = await bench.Shard.HoldAsync($"select pg_advisory_xact_lock({ShardBench.Shard}, 0)");
        var first = bench.Append(chains[0], bench.Shard.Message());
        await bench.Shard.BlockedAsync();
        var good = bench.Append(chains[1], bench.Shard.Message(), bench.Shard.Message());
        var bad = bench.Append(chains[2], bench.Shard.Message(), bench.Shard.Message(extras: "no json"), bench.Shard.Message());
        await hold.CloseAsync();
        await first;

        Assert.All((await good).Rows, r => Assert.Equal(RowStatus.Stored, r.Status));
        var rows = (await bad).Rows;
        Assert.Equal([RowStatus.Stored, RowStatus.Refused, RowStatus.Stored], rows.Select(r => r.Status));
        Assert.Equal("22P02", rows[1].Reason);
        Assert.Equal([1, 0, 2], rows.Select(r => r.Position));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xD83D)]
    [InlineData(0xDE00)]
    public async Task A_text_that_the_database_cannot_hold_is_refused_without_a_split(int character)
    {
        // An attribute cannot hold such a text either.
        var text = $"a{(char)character}b";
        await using var bench = await CreateAsync();
        var chain = await bench.Shard.ChainAsync();

        var receipt = await bench.Append(chain, bench.Shard.Message("whole \ud83d\ude00"), bench.Shard.Message(text), bench.Shard.Message());

        Assert.Equal([RowStatus.Stored, RowStatus.Refused, RowStatus.Stored], receipt.Rows.Select(r => r.Status));
        Assert.Equal(RowRefusals.Text, receipt.Rows[1].Reason);
        Assert.Equal(1, bench.Writers.Stats("silo")[0].Flushes);
    }

    [Fact]
    public async Task A_closed_epoch_is_moved_and_the_same_rows_are_stored_under_the_next()
    {
        await using var bench = await CreateAsync();
        var chain = await bench.Shard.ChainAsync();
        var row = bench.Shard.Message();
        await bench.Shard.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None);

        var moved = await bench.Append(chain, row);
        await bench.Shard.RefreshAsync();
        var done = await bench.Append(chain, row);

        Assert.Equal((WriteOutcome.Moved, 0), (moved.Outcome, moved.Rows.Length));
        Assert.Equal((WriteOutcome.Done, RowStatus.Stored), (done.Outcome, done.Rows[0].Status));
    }

    [Fact]
    public async Task A_foreign_boot_id_is_armed_and_the_append_is_moved()
    {
        await using var bench = await CreateAsync();
        var chain = await bench.Shard.ChainAsync();
        await bench.Shard.ExecuteAsync("update local.fence set boot_id = boot_id - interval '1 hour'");

        Assert.Equal(WriteOutcome.Moved, (await bench.Append(chain, bench.Shard.Message())).Outcome);

        Assert.Equal(2, (await bench.Shard.RefreshAsync()).Epoch);
        Assert.Equal(WriteOutcome.Done, (await bench.Append(chain, bench.Shard.Message())).Outcome);
    }

    [Fact]
    public async Task A_former_owner_is_told_so_and_the_others_of_its_flush_are_stored()
    {
        await using var bench = await CreateAsync(o => o.Lanes = 1);
        var chains = await ChainsAsync(bench, 2);
        await bench.Shard.ChainAsync(chains[0].Id.Id);

        var receipts = await Task.WhenAll(chains.Select(c => bench.Append(c, bench.Shard.Message())));

        Assert.Equal([WriteOutcome.NotOwner, WriteOutcome.Done], receipts.Select(r => r.Outcome));
    }

    [Fact]
    public async Task A_session_frozen_in_mid_batch_is_ended_after_a_second()
    {
        await using var bench = await CreateAsync();
        var chain = await bench.Shard.ChainAsync();
        await using var frozen = await bench.Shard.HoldAsync("select owner from channel_head for update");

        var receipt = await bench.Append(chain, bench.Shard.Message()).WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Equal(WriteOutcome.Done, receipt.Outcome);
        Assert.Equal("1", await bench.Shard.TextAsync("select count(*) from message"));
    }

    [Theory]
    [InlineData(10, WriteOutcome.Done)]
    [InlineData(11, WriteOutcome.Busy)]
    public async Task Beyond_the_queues_rows_an_append_is_busy(int rows, WriteOutcome outcome)
    {
        await using var bench = await CreateAsync(o => o.QueueRowsMax = 10);
        var chain = await bench.Shard.ChainAsync();

        var receipt = await bench.Append(chain, [.. Enumerable.Range(0, rows).Select(_ => bench.Shard.Message())]);

        Assert.Equal(outcome, receipt.Outcome);
        Assert.Equal(outcome == WriteOutcome.Busy ? 1 : 0, receipt.RetryAfter.TotalSeconds);
        Assert.Equal((0, outcome == WriteOutcome.Busy ? 1 : 0), (bench.Writers.Stats("silo")[0].QueueRows, bench.Writers.Stats("silo")[0].Refusals));
    }

    [Theory]
    [InlineData(26, WriteOutcome.Done)]
    [InlineData(27, WriteOutcome.Busy)]
    public async Task Beyond_the_queues_bytes_an_append_is_busy(int rows, WriteOutcome outcome)
    {
        await using var bench = await CreateAsync(o => o.QueueBytesMax = 26 * (160 + 80_000));
        var chain = await bench.Shard.ChainAsync();
        var text = new string('x', 40_000);

        var receipt = await bench.Append(chain, [.. Enumerable.Range(0, rows).Select(_ => bench.Shard.Message(text))]);

        // More than 1 MiB is stored in more than one transaction.
        Assert.Equal(outcome, receipt.Outcome);
        Assert.Equal(outcome == WriteOutcome.Busy ? 0 : 2, bench.Writers.Stats("silo")[0].Flushes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task An_append_of_no_rows_or_too_many_is_a_broken_program(int rows)
    {
        await using var bench = await CreateAsync();
        var chain = await bench.Shard.ChainAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => bench.Append(chain, [.. Enumerable.Range(0, rows).Select(_ => bench.Shard.Message())]));
    }

    [Fact]
    public async Task A_broken_connection_is_unknown_and_the_same_rows_are_sent_again()
    {
        await using var bench = await CreateAsync(o => o.Lanes = 1);
        var chain = await bench.Shard.ChainAsync();
        await bench.Append(chain, bench.Shard.Message());
        await using var hold = await bench.Shard.HoldAsync($"select pg_advisory_xact_lock({ShardBench.Shard}, 0)");
        var append = bench.Append(chain, bench.Shard.Message(), bench.Shard.Event(EventKind.Edited));
        var lane = await bench.Shard.BlockedAsync();
        await bench.Shard.ExecuteAsync($"select pg_terminate_backend({lane})");
        await hold.CloseAsync();

        var receipt = await append;

        Assert.Equal(WriteOutcome.Done, receipt.Outcome);
        Assert.All(receipt.Rows, r => Assert.Equal(RowStatus.Stored, r.Status));
        Assert.Equal("2", await bench.Shard.TextAsync("select count(*) from message"));
    }

    [Fact]
    public async Task The_figures_move()
    {
        await using var bench = await CreateAsync(o => o.QueueRowsMax = 3);
        var seen = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, bench.Meters))
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((i, v, _, _) => Note(seen, i, v));
        listener.SetMeasurementEventCallback<long>((i, v, _, _) => Note(seen, i, v));
        listener.SetMeasurementEventCallback<double>((i, v, _, _) => Note(seen, i, v));
        listener.Start();
        var chain = await bench.Shard.ChainAsync();
        await using var hold = await bench.Shard.HoldAsync($"select pg_advisory_xact_lock({ShardBench.Shard}, 0)");
        var first = bench.Append(chain, bench.Shard.Message(), bench.Shard.Message());
        await bench.Shard.BlockedAsync();
        var waits = bench.Append(chain, bench.Shard.Message());
        await bench.Append(chain, bench.Shard.Message());
        listener.RecordObservableInstruments();
        await hold.CloseAsync();
        await Task.WhenAll(first, waits);

        lock (seen)
        {
            Assert.Equal(3, seen["orleanssocial.writes.queue.rows"]);
            Assert.True(seen["orleanssocial.writes.queue.bytes"] > 400);
            Assert.True(seen["orleanssocial.writes.queue.age"] > 0);
            Assert.Equal(3, seen["orleanssocial.writes.batch.rows"]);
            Assert.True(seen["orleanssocial.writes.flush.duration"] > 0);
            Assert.Equal(1, seen["orleanssocial.writes.refusals"]);
        }
    }

    private static void Note(Dictionary<string, double> seen, Instrument instrument, double value)
    {
        lock (seen)
        {
            seen[instrument.Name] = seen.GetValueOrDefault(instrument.Name) + value;
        }
    }

    private async Task<WriterBench> CreateAsync(Action<WriteBatchOptions>? configure = null) =>
        new(await ShardBench.CreateAsync(postgres), configure);

    private static async Task<List<BenchChain>> ChainsAsync(WriterBench bench, int count)
    {
        var chains = new List<BenchChain>();
        for (var i = 0; i < count; i++)
        {
            chains.Add(await bench.Shard.ChainAsync(ChannelId.New(isPrivate: false).Value));
        }

        return chains;
    }
}
