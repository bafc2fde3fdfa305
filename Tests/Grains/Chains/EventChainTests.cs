using Npgsql;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Chains;

public sealed class EventChainTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Gateway = "gateway";
    private readonly ChannelId _channel = ChannelId.New(isPrivate: false);
    private ChainHarness _harness = null!;

    public async ValueTask InitializeAsync() => _harness = await ChainHarness.StartAsync(postgres);

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public Task Posts_of_many_callers_are_published_in_ts_order_without_a_hole() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var chain = await _harness.OpenAsync(_channel);
        chain.Interests.Renew(Gateway);

        var results = await Task.WhenAll(Enumerable.Range(0, 500).Select(n => chain.Append(Post($"m{n}"))));

        Assert.All(results, r => Assert.Equal(AppendStatus.Stored, r.Status));
        AssertUnbroken(_harness.Outboxes.Events, 0);
        Assert.Equal(results.Select(r => r.Ts), _harness.Outboxes.Events.Select(e => e.EventTs));
        Assert.Equal(Enumerable.Range(1, 500).Select(n => (long)n), _harness.Outboxes.Events.Select(e => e.Position));
        Assert.Equal(500, chain.MessageCount);
    });

    [Fact]
    public Task A_retry_gets_the_first_answer_and_is_not_published_again() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var chain = await _harness.OpenAsync(_channel);
        chain.Interests.Renew(Gateway);
        var row = Post("once");

        var first = await chain.Append(row);
        var again = await chain.Append(row);
        var later = await (await _harness.OpenAsync(_channel)).Append(row);

        Assert.Equal((AppendStatus.Stored, AppendStatus.Duplicate, AppendStatus.Duplicate), (first.Status, again.Status, later.Status));
        Assert.Equal((first.Ts, first.Ts), (again.Ts, later.Ts));
        Assert.Single(_harness.Outboxes.Events);
    });

    [Fact]
    public Task Repairs_from_the_tail_and_from_the_database_are_the_same_chain() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var writer = await _harness.OpenAsync(_channel);
        for (var n = 0; n < 450; n += 50)
        {
            await Task.WhenAll(Enumerable.Range(n, 50).Select(i => writer.Append(i % 7 == 0 ? Reaction($"r{i}") : Post($"m{i}"))));
        }

        var all = await ReadAll(writer, 0);
        var middle = all[300].EventTs;
        var page = await writer.Since(middle, 500);

        Assert.Equal(450, all.Count);
        AssertUnbroken(all, 0);
        Assert.True(middle >= writer.Tail.ReachesBackTo, "the second read is meant to come from the tail");
        Assert.Equal(all.Skip(301).Select(e => e.EventTs), page.Events.Select(e => e.EventTs));
        AssertUnbroken([.. page.Events], middle);
        Assert.Empty((await writer.Since(writer.Head, 500)).Events);
    });

    [Fact]
    public Task A_tail_that_was_read_anew_says_nothing_of_what_may_have_been_deleted() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var writer = await _harness.OpenAsync(_channel);
        await writer.Append(Post("the one event that is left"));
        var longAgo = TimeProvider.System.GetUtcNow().AddHours(-30).ToUnixTimeMilliseconds() * 1000;
        var later = await _harness.OpenAsync(_channel);

        Assert.True((await later.Since(longAgo, 100)).TooFar);
        Assert.Single((await later.Since(0, 100)).Events);
        Assert.Single((await later.Since(TimeProvider.System.GetUtcNow().AddHours(-23).ToUnixTimeMilliseconds() * 1000, 100)).Events);
    });

    [Fact]
    public Task A_place_of_long_ago_at_which_a_quiet_channel_was_opened_is_repaired() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var before = await _harness.OpenAsync(_channel);
        var longAgo = TimeProvider.System.GetUtcNow().AddHours(-30).ToUnixTimeMilliseconds() * 1000;
        await using (var command = _harness.DataSources.Read(await before.Route()).CreateCommand("update channel_head set last_event_ts = $1 where channel_id = $2"))
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = longAgo });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _channel.Value });
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        var chain = await _harness.OpenAsync(_channel);
        Assert.Equal(longAgo, chain.Head);
        await chain.Append(Post("the first word in a day"));

        var page = await chain.Since(longAgo, 100);
        Assert.False(page.TooFar);
        Assert.Single(page.Events);
    });

    [Fact]
    public Task Of_two_activations_of_one_channel_the_older_one_stops_and_nothing_is_twice_or_missing() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var gaveUp = new TaskCompletionSource();
        var older = await _harness.OpenAsync(_channel, gaveUp.SetResult);
        await older.Append(Post("by the older"));
        var newer = await _harness.OpenAsync(_channel);

        var results = await Task.WhenAll(
            Task.WhenAll(Enumerable.Range(0, 100).Select(n => older.Append(Post($"older {n}")))),
            Task.WhenAll(Enumerable.Range(0, 100).Select(n => newer.Append(Post($"newer {n}")))));

        Assert.All(results[0], r => Assert.Equal(AppendStatus.Unavailable, r.Status));
        Assert.All(results[1], r => Assert.Equal(AppendStatus.Stored, r.Status));
        await gaveUp.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var stored = await ReadAll(newer, 0);
        Assert.Equal(101, stored.Count);
        AssertUnbroken(stored, 0);
        Assert.Equal(AppendStatus.Unavailable, (await older.Append(Post("after the end"))).Status);
    });

    [Fact]
    public Task Closing_an_epoch_under_load_loses_nothing() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var chain = await _harness.OpenAsync(_channel);
        var route = await chain.Route();
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(async lane =>
        {
            for (var n = 0; n < 100; n++)
            {
                Assert.Equal(AppendStatus.Stored, (await chain.Append(Post($"{lane}/{n}"))).Status);
            }
        }));

        var epoch = await _harness.Fence.BumpAsync(route.Shard, route.Group, CancellationToken.None);
        await load;

        Assert.True(epoch > route.Epoch, $"epoch {epoch} after {route.Epoch}");
        Assert.Equal(epoch, (await chain.Route()).Epoch);
        Assert.Equal(800, (await ReadAll(chain, 0)).Count);
    });

    [Fact]
    public Task A_row_that_the_database_refuses_fails_alone() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var chain = await _harness.OpenAsync(_channel);

        var results = await Task.WhenAll(chain.Append(Post("before")), chain.Append(Post("a \0 in it")), chain.Append(Post("after")));

        Assert.Equal([AppendStatus.Stored, AppendStatus.Refused, AppendStatus.Stored], results.Select(r => r.Status));
        Assert.Equal(["before", "after"], (await ReadAll(chain, 0)).Select(e => e.Text));
        Assert.Equal([1L, 2L], (await ReadAll(chain, 0)).Select(e => e.Position));
    });

    private static NewRow Post(string text) =>
        new(EventKind.Message, Guid.CreateVersion7(), "U000000001") { Body = text, Counts = true };

    private static NewRow Reaction(string name) =>
        new(EventKind.ReactionAdded, Guid.CreateVersion7(), "U000000001") { TargetTs = 1, Extras = $$"""{"name":"{{name}}"}""" };

    private static void AssertUnbroken(IReadOnlyList<ChannelEvent> events, long previous)
    {
        foreach (var e in events)
        {
            Assert.Equal(previous, e.PrevTs);
            Assert.True(e.EventTs > previous, $"{e.EventTs} after {previous}");
            previous = e.EventTs;
        }
    }

    private static async Task<List<ChannelEvent>> ReadAll(EventChain chain, long since)
    {
        var all = new List<ChannelEvent>();
        while (true)
        {
            var page = await chain.Since(all.Count == 0 ? since : all[^1].EventTs, 100);
            all.AddRange(page.Events);
            if (!page.HasMore)
            {
                return all;
            }
        }
    }
}
