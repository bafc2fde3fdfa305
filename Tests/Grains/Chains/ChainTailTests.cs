using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Grains.Chains;

public sealed class ChainTailTests
{
    private static readonly ChainId Chain = ChainId.Of(TeamId.FromNumber(2), new ChannelId("C000000001"));
    private readonly ChainTail _tail = new();

    [Fact]
    public void It_holds_the_last_200_events_and_says_how_far_it_reaches()
    {
        Fill(201, text: "");

        Assert.Equal(ChainTail.EventsMax, _tail.Count);
        Assert.Equal(2, _tail.ReachesBackTo);
        Assert.Equal(4, _tail.After(2, 500)[0].EventTs);
    }

    [Fact]
    public void It_holds_at_most_1_MiB_but_always_the_newest()
    {
        Fill(3, text: new string('x', 400_000));

        Assert.Equal(1, _tail.Count);
        Assert.Equal(6, _tail.After(0, 500)[0].EventTs);
    }

    [Fact]
    public void A_page_starts_after_the_asked_event_and_is_bounded()
    {
        Fill(10, text: "");

        Assert.Equal([8, 10, 12], _tail.After(6, 3).Select(e => e.EventTs));
        Assert.Equal([8], _tail.After(7, 1).Select(e => e.EventTs));
        Assert.Empty(_tail.After(20, 3));
    }

    [Fact]
    public void The_text_of_a_tombstone_is_not_repaired()
    {
        Fill(3, text: "secret");

        _tail.Redact(4);

        Assert.Equal(["secret", "", "secret"], _tail.After(0, 10).Select(e => e.Text));
    }

    [Fact]
    public void Neither_are_the_texts_of_its_edits()
    {
        Fill(2, text: "other");
        _tail.Add(Edit(6, target: 4));
        _tail.Add(Edit(8, target: 2));

        _tail.Redact(4);

        var extras = _tail.After(4, 10).Select(e => e.Extras).ToList();
        Assert.Equal("""{"message":{"text":"","author":"U000000001","kind":0,"thread_ts":2}}""", extras[0]);
        Assert.Contains("secret", extras[1], StringComparison.Ordinal);
    }

    private static ChannelEvent Edit(long ts, long target) => new(
        Chain, ts, ts - 2, EventKind.Edited, "U000000001", target, 2, "",
        """{"message":{"author":"U000000001","kind":0,"text":"secret","thread_ts":2,"extras":{"blocks":["secret"]}},"previous_text":"secret"}""", 0);

    private void Fill(int count, string text)
    {
        for (var i = 1; i <= count; i++)
        {
            _tail.Add(new ChannelEvent(Chain, i * 2, (i - 1) * 2, EventKind.Message, "U000000001", null, null, text, null, i));
        }
    }
}
