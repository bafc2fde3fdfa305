using Microsoft.Extensions.Options;
using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Tests.Grains.Delivery;

public sealed class EventQueueGrainTests
{
    private static readonly StreamId Stream = StreamId.Create(EventBatch.StreamNamespace, "g");
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_batch_stays_until_a_later_poll_acknowledges_it()
    {
        var queue = await NewAsync();
        var reader = Guid.CreateVersion7();
        Assert.True(await queue.Enqueue(Stream, Batch(1)));
        var first = await queue.Dequeue(reader, 0, 10, Long);
        var again = await queue.Dequeue(reader, 0, 10, Long);
        Assert.Equal(first[0].Number, again[0].Number);
        Assert.True(await queue.Enqueue(Stream, Batch(2)));
        var next = await queue.Dequeue(reader, first[0].Number, 10, Long);
        Assert.Equal(2, Assert.Single(next).Batch.Offered);
    }

    [Fact]
    public async Task Batches_are_not_taken_for_acknowledged_ones_of_an_activation_whose_clock_was_ahead()
    {
        var queue = await NewAsync();
        var reader = Guid.CreateVersion7();
        await queue.Enqueue(Stream, Batch(1));
        await queue.Enqueue(Stream, Batch(2));
        var ahead = TimeProvider.System.GetUtcNow().AddHours(1).UtcTicks;

        var read = await queue.Dequeue(reader, ahead, 10, Long);
        Assert.Equal([1, 2], read.Select(b => b.Batch.Offered));
        await queue.Enqueue(Stream, Batch(3));
        Assert.Equal(3, Assert.Single(await queue.Dequeue(reader, read[^1].Number, 10, Long)).Batch.Offered);
    }

    [Fact]
    public async Task A_poll_waits_for_a_batch_and_a_new_reader_ends_it()
    {
        var queue = await NewAsync();
        var old = queue.Dequeue(Guid.CreateVersion7(), 0, 10, Long);
        var current = queue.Dequeue(Guid.CreateVersion7(), 0, 10, Long);
        Assert.Empty(await old.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.False(current.IsCompleted);
        await queue.Enqueue(Stream, Batch(1));
        Assert.Single(await current.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Theory, InlineData(2, true), InlineData(3, false)]
    public async Task A_full_queue_refuses(int batches, bool taken)
    {
        var queue = await NewAsync(new DeliveryOptions { QueueBatchesMax = 2 });
        var last = false;
        for (var i = 1; i <= batches; i++)
        {
            last = await queue.Enqueue(Stream, Batch(i));
        }

        Assert.Equal(taken, last);
    }

    [Fact]
    public async Task A_closing_queue_refuses_and_waits_for_its_reader()
    {
        var queue = await NewAsync();
        var reader = Guid.CreateVersion7();
        await queue.Enqueue(Stream, Batch(1));
        var read = await queue.Dequeue(reader, 0, 10, Long);
        var closing = queue.OnDeactivateAsync(new DeactivationReason(DeactivationReasonCode.ShuttingDown, string.Empty), CancellationToken.None);
        Assert.False(closing.IsCompleted);
        Assert.False(await queue.Enqueue(Stream, Batch(2)));
        await queue.Dequeue(reader, read[0].Number, 10, Long);
        await closing.WaitAsync(TimeSpan.FromSeconds(0.9));
    }

    private static async Task<EventQueueGrain> NewAsync(DeliveryOptions? options = null)
    {
        var queue = new EventQueueGrain(Options.Create(options ?? new DeliveryOptions()), TimeProvider.System);
        await queue.OnActivateAsync(CancellationToken.None);
        return queue;
    }

    private static EventBatch Batch(long offered) => new("o", offered, [], [], false, []);
}
