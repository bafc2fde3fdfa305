using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Tests.Grains.Channels;

public sealed class RecentMessagesTests
{
    // Messages before this one are in the database only.
    private const long First = 1_000;

    private readonly RecentMessages _recent = new();

    [Fact]
    public void The_newest_page_comes_from_memory_with_one_more_to_tell_that_there_are_more()
    {
        Load(RecentMessages.MessagesMax);

        var page = _recent.History(above: 0, below: long.MaxValue, oldestFirst: false, countMax: 10);

        Assert.NotNull(page);
        Assert.Equal(11, page.Count);
        Assert.Equal(First + RecentMessages.MessagesMax, page[0].Ts);
    }

    [Fact]
    public void A_page_that_reaches_beyond_memory_is_left_to_the_database()
    {
        Load(RecentMessages.MessagesMax);

        Assert.Null(_recent.History(0, long.MaxValue, oldestFirst: false, countMax: RecentMessages.MessagesMax));
        Assert.Null(_recent.History(0, long.MaxValue, oldestFirst: true, countMax: 1));
    }

    [Fact]
    public void A_short_channel_is_here_as_a_whole()
    {
        Load(3);

        Assert.Equal([First + 3, First + 2, First + 1], _recent.History(0, long.MaxValue, oldestFirst: false, countMax: 10)!.Select(m => m.Ts));
        Assert.Equal([First + 2, First + 3], _recent.History(First + 1, long.MaxValue, oldestFirst: true, countMax: 10)!.Select(m => m.Ts));
        Assert.True(_recent.Covers(99));
    }

    [Fact]
    public void Tombstones_and_replies_are_left_out_but_broadcast_replies_are_not()
    {
        _recent.Load([]);
        _recent.Add(Message(1));
        _recent.Add(Message(2) with { ThreadTs = 1 });
        _recent.Add(Message(3) with { ThreadTs = 1, Extras = """{"broadcast": true}""" });
        _recent.Add(Message(4) with { Deleted = true });

        Assert.Equal([3, 1], _recent.History(0, long.MaxValue, oldestFirst: false, countMax: 10)!.Select(m => m.Ts));
    }

    [Fact]
    public void The_oldest_go_beyond_200_messages_or_1_MiB()
    {
        Load(0);
        for (var i = 1; i <= 4; i++)
        {
            _recent.Add(Message(i) with { Text = new string('x', 200_000) });
        }

        Assert.False(_recent.IsComplete);
        Assert.Null(_recent.Find(2));
        Assert.NotNull(_recent.Find(4));
        Assert.Null(_recent.PositionAt(2));
    }

    [Fact]
    public void Edits_that_make_messages_long_push_the_oldest_out_too()
    {
        Load(RecentMessages.MessagesMax);

        for (var i = 0; i < 100; i++)
        {
            _recent.Change(First + 101 + i, m => m with { Text = new string('x', 40_000), Extras = new string('y', 100_000) });
        }

        Assert.NotNull(_recent.Find(First + RecentMessages.MessagesMax));
        Assert.Null(_recent.Find(First + 101 + 90));
        Assert.False(_recent.IsComplete);
    }

    private static Message Message(long ts) => new(ts, EventKind.Message, "U000000001", "text", null, null, null, false, ts, [], null);

    private void Load(int count) => _recent.Load([.. Enumerable.Range(1, count).Select(i => Message(First + i))]);
}
