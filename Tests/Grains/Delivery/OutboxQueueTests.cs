using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Delivery;

public sealed class OutboxQueueTests
{
    [Fact]
    public void Whatever_is_dropped_shows_as_a_hole_in_the_numbers()
    {
        var queue = New(new DeliveryOptions());
        queue.Offer(Events.Message(1), drop: false);
        queue.Offer(Events.Message(2), drop: true);
        queue.Offer(Events.Message(3), drop: false);
        queue.Offer(Events.Message(4), drop: true);

        var batch = queue.Take("o", close: false);

        Assert.Equal([1, 3], batch.Events.Select(e => e.EventTs));
        Assert.Equal(4, batch.Offered);
    }

    [Fact]
    public void An_event_that_was_dropped_alone_shows_in_the_heartbeat()
    {
        var queue = New(new DeliveryOptions());
        Assert.Equal(0, queue.Take("o", close: false).Offered);
        queue.Offer(Events.Message(1), drop: true);
        var heartbeat = queue.Take("o", close: false);
        Assert.Empty(heartbeat.Events);
        Assert.Equal(1, heartbeat.Offered);
    }

    [Fact]
    public void A_partial_batch_counts_up_to_its_own_last_event()
    {
        var queue = New(new DeliveryOptions());
        for (var i = 1; i <= EventBatch.EventsMax + 1; i++)
        {
            queue.Offer(Events.Message(i), drop: false);
        }

        var first = queue.Take("o", close: false);
        var second = queue.Take("o", close: false);

        Assert.Equal(EventBatch.EventsMax, first.Offered);
        Assert.Equal(EventBatch.EventsMax + 1, second.Offered);
        Assert.Single(second.Events);
    }

    [Theory, InlineData(3, 3), InlineData(4, 3)]
    public void It_holds_no_more_events_than_its_bound(int offered, int kept)
    {
        var queue = New(new DeliveryOptions { OutboxEventsMax = 3 });
        var taken = Enumerable.Range(1, offered).Count(i => queue.Offer(Events.Message(i), drop: false));
        Assert.Equal(kept, taken);
        Assert.Equal(kept, queue.Depth);
        Assert.Equal(offered, queue.Take("o", close: false).Offered);
    }

    [Fact]
    public void It_holds_no_more_bytes_than_its_bound()
    {
        var size = Events.Message(1).SizeBytes;
        var queue = New(new DeliveryOptions { OutboxBytesMax = (2 * size) + 1 });
        Assert.True(queue.Offer(Events.Message(1), drop: false));
        Assert.True(queue.Offer(Events.Message(2), drop: false));
        Assert.False(queue.Offer(Events.Message(3), drop: false));
        queue.Take("o", close: false);
        Assert.True(queue.Offer(Events.Message(4), drop: false));
    }

    [Fact]
    public void Releases_count_as_one_event_so_that_their_loss_shows()
    {
        var queue = New(new DeliveryOptions());
        queue.Offer(Events.Message(1), drop: false);
        queue.Release(Events.Channel);
        queue.Release(Events.Channel);
        Assert.Equal(2, queue.Take("o", close: false).Offered);
        Assert.Equal(2, queue.Take("o", close: false).Offered);
        queue.Offer(Events.Message(2), drop: false);
        Assert.Equal(3, queue.Take("o", close: false).Offered);
    }

    [Fact]
    public void A_release_comes_behind_the_events_and_closing_behind_all()
    {
        var queue = New(new DeliveryOptions { BatchBytesMax = 1 });
        queue.Offer(Events.Message(1), drop: false);
        queue.Offer(Events.Message(2), drop: false);
        queue.Release(Events.Channel);

        var first = queue.Take("o", close: true);
        var second = queue.Take("o", close: true);

        Assert.Empty(first.Released);
        Assert.False(first.Closing);
        Assert.Equal([Events.Channel], second.Released);
        Assert.True(second.Closing);
        Assert.False(queue.Offer(Events.Message(3), drop: false));
    }

    [Fact]
    public void It_knows_how_long_its_oldest_event_has_waited()
    {
        var clock = new FakeTimeProvider();
        var queue = new OutboxQueue(new DeliveryOptions(), clock);
        queue.Offer(Events.Message(1), drop: false);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((1, TimeSpan.FromSeconds(2)), (queue.Depth, queue.Age));
        queue.Take("o", close: false);
        Assert.Equal((0, TimeSpan.Zero), (queue.Depth, queue.Age));
    }

    private static OutboxQueue New(DeliveryOptions options) => new(options, TimeProvider.System);
}
