using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Grains.Writes;

namespace OrleansSocial.Tests.Grains.Writes;

public sealed class LaneQueueTests
{
    private static readonly TeamId Team = TeamId.FromNumber(2);
    private readonly LaneQueue _queue = new(new WriteBatchOptions());
    private readonly List<PendingAppend> _flight = [];

    [Theory]
    [InlineData(64, 4)]
    [InlineData(65, 3)]
    public void A_flush_has_at_most_256_rows(int rowsOfTheLast, int appends)
    {
        foreach (var rows in new[] { 64, 64, 64, rowsOfTheLast })
        {
            _queue.Add(Append(ChannelId.New(isPrivate: false).Value, rows));
        }

        _queue.Take(_flight);

        Assert.Equal(appends, _flight.Count);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(5, 1)]
    public void A_flush_changes_at_most_500_rows(int effectsMore, int appends)
    {
        _queue.Add(Append("C1", 62, effects: 4));
        _queue.Add(Append("C2", 62, effects: 2));
        _queue.Add(Append("C3", effectsMore, effects: 0));

        _queue.Take(_flight);

        // 310 + 186 + 4 = 500.
        Assert.Equal(appends + 1, _flight.Count);
    }

    [Fact]
    public void A_flush_has_at_most_1_MiB()
    {
        for (var i = 0; i < 5; i++)
        {
            _queue.Add(Append($"C{i}", 4, new string('x', 40_000)));
        }

        _queue.Take(_flight);

        Assert.Equal(3, _flight.Count);
    }

    [Fact]
    public void A_chains_second_append_waits_for_the_first_and_the_order_of_the_others_stays()
    {
        var appends = new[] { Append("C1", 1), Append("C1", 1), Append("C2", 1) };
        Array.ForEach(appends, _queue.Add);

        _queue.Take(_flight);
        Assert.Equal([appends[0], appends[2]], _flight);
        _queue.Take(_flight);
        Assert.Equal([appends[1]], _flight);
        _queue.Take(_flight);
        Assert.Empty(_flight);
    }

    [Fact]
    public void A_lone_append_over_1_MiB_is_cut_into_rounds()
    {
        _queue.Add(Append("C1", 30, new string('x', 40_000)));
        _queue.Take(_flight);

        var rounds = _queue.Rounds(_flight).ToList();

        Assert.Equal([13, 13, 4], rounds.Select(r => r.Rows));
        Assert.Equal([0, 13, 26], rounds.Select(r => r.Parts[0].First));
    }

    [Fact]
    public void Only_what_has_waited_too_long_expires()
    {
        var old = Append("C1", 1, arrived: 10);
        _queue.Add(old);
        _queue.Add(Append("C2", 1, arrived: 20));

        _queue.TakeExpired(20, _flight);

        Assert.Equal([old], _flight);
        Assert.Equal(20, _queue.Oldest?.Arrived);
    }

    private static PendingAppend Append(string chain, int rows, string text = "", int effects = 0, long arrived = 0)
    {
        RowEffect[] some = [.. Enumerable.Repeat(new ThreadReply(1), effects)];
        var all = Enumerable.Range(1, rows).Select(i => new WriteRow(i, EventKind.Message, Guid.CreateVersion7(), "U", null, null, text, null, true, [.. some])).ToList();
        var batch = new WriteBatch(new ChainId(Team, chain), new ShardRoute(1, 0, MasterSide.A, 0, 1), Guid.Empty, [.. all]);
        return new PendingAppend(batch, all.Sum(r => r.SizeBytes), arrived);
    }
}
