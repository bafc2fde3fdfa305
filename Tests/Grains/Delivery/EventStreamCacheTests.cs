using Microsoft.Extensions.Time.Testing;
using Orleans.Streams;
using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Tests.Grains.Delivery;

public sealed class EventStreamCacheTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly StreamId fast = StreamId.Create(EventBatch.StreamNamespace, "fast");
    private readonly StreamId slow = StreamId.Create(EventBatch.StreamNamespace, "slow");

    [Fact]
    public void A_gateway_that_does_not_read_never_holds_up_another()
    {
        var cache = new EventStreamCache(new DeliveryOptions { RingBatchesMax = 4 }, clock);
        using var slowCursor = cache.GetCacheCursor(slow, null);
        using var fastCursor = cache.GetCacheCursor(fast, null);
        for (var i = 1; i <= 100; i++)
        {
            cache.AddToCache([Batch(slow, i), Batch(fast, i)]);
            Assert.False(cache.IsUnderPressure());
            Assert.Equal([i], Read(fastCursor));
        }

        Assert.Equal([97, 98, 99, 100], Read(slowCursor));
    }

    [Fact]
    public void A_cursor_without_a_token_begins_at_the_end_and_one_with_a_token_there()
    {
        var cache = new EventStreamCache(new DeliveryOptions(), clock);
        cache.AddToCache([Batch(fast, 1), Batch(fast, 2), Batch(fast, 3)]);
        using var atEnd = cache.GetCacheCursor(fast, null);
        using var atTwo = cache.GetCacheCursor(fast, Batch(fast, 2).SequenceToken);
        Assert.Empty(Read(atEnd));
        Assert.Equal([2, 3], Read(atTwo));
        cache.AddToCache([Batch(fast, 4)]);
        Assert.Equal([4], Read(atEnd));
    }

    [Fact]
    public void A_ring_is_bounded_by_bytes_but_keeps_the_newest_batch()
    {
        var cache = new EventStreamCache(new DeliveryOptions { RingBytesMax = 1_024 }, clock);
        using var cursor = cache.GetCacheCursor(fast, null);
        cache.AddToCache([Batch(fast, 1, "x"), Batch(fast, 2, new string('x', 2_000))]);
        Assert.Equal([2], Read(cursor));
    }

    [Fact]
    public void Rings_that_nobody_reads_or_fills_are_freed()
    {
        var cache = new EventStreamCache(new DeliveryOptions(), clock);
        cache.AddToCache([Batch(slow, 1)]);
        clock.Advance(TimeSpan.FromMinutes(2));
        cache.AddToCache([Batch(fast, 1)]);
        Assert.Equal(1, cache.RingCount);
    }

    private static EventBatchContainer Batch(StreamId stream, long number, string text = "") => new(
        stream, new EventBatch("o", number, [Fixtures.Events.Message(number, text)], [], false, []), number);

    private static List<long> Read(IQueueCacheCursor cursor)
    {
        List<long> read = [];
        while (((EventStreamCursor)cursor).MoveNext())
        {
            read.Add(((EventBatchContainer)cursor.GetCurrent(out _)!).Number);
        }

        return read;
    }
}
