using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Delivery;

public sealed class OutboxTrackerTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly OutboxTracker tracker;

    public OutboxTrackerTests() => tracker = new OutboxTracker(clock);

    [Fact]
    public void Batches_that_follow_each_other_are_whole()
    {
        Assert.True(Follow("a", 0, 0));
        Assert.True(Follow("a", 2, 2));
        Assert.True(Follow("b", 1, 1));
        Assert.True(Follow("a", 5, 3));
        Assert.True(Follow("a", 5, 0));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(1, 0)]
    public void A_missing_event_is_a_hole_at_the_first_batch_too(long offered, int events)
    {
        Assert.False(Follow("new", offered, events));
        Assert.True(Follow("known", 10, 10));
        Assert.False(Follow("known", 10 + offered, events));
    }

    [Fact]
    public void A_batch_that_comes_twice_is_no_hole()
    {
        Assert.True(Follow("a", 2, 2));
        Assert.True(Follow("a", 2, 2));
        Assert.True(Follow("a", 3, 1));
    }

    [Fact]
    public void An_outbox_is_silent_after_3_seconds_and_again_every_3_seconds()
    {
        Follow("a", 0, 0);
        Follow("b", 0, 0);
        clock.Advance(TimeSpan.FromSeconds(2));
        Follow("b", 0, 0);
        clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal([("a", true)], tracker.TakeSilent());
        Assert.Empty(tracker.TakeSilent());
        Follow("b", 0, 0);
        clock.Advance(TimeSpan.FromSeconds(3.1));
        Follow("b", 0, 0);
        Assert.Equal([("a", false)], tracker.TakeSilent());
        Follow("a", 0, 0);
        Follow("b", 0, 0);
        clock.Advance(TimeSpan.FromSeconds(3.1));
        Assert.Equal([("a", true), ("b", true)], tracker.TakeSilent().Order());
    }

    [Fact]
    public void Releases_that_are_missing_are_a_hole()
    {
        Assert.True(Follow("a", 2, 2));
        Assert.True(Release("a", 3));
        Assert.True(Release("a", 3));
        Assert.True(Follow("a", 4, 1));
        Assert.True(Follow("a", 4, 0));

        // The heartbeat behind a batch of releases that was lost.
        Assert.False(Follow("a", 5, 0));
    }

    [Fact]
    public void A_closed_outbox_does_not_fall_silent()
    {
        tracker.Follow(new EventBatch("a", 0, [], [], Closing: true, []));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(tracker.TakeSilent());
    }

    private bool Release(string outbox, long offered) => tracker.Follow(new EventBatch(outbox, offered, [], [Events.Channel], false, []));

    private bool Follow(string outbox, long offered, int events) =>
        tracker.Follow(new EventBatch(outbox, offered, [.. Enumerable.Range(1, events).Select(i => Events.Message(i))], ImmutableArray<OrleansSocial.Grains.Interfaces.Ids.ChainId>.Empty, false, []));
}
