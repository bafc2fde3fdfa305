using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Delivery;

/// <summary>One queue of the delivery stream, in memory: a queue that is lost with its silo is a hole in the outboxes' numbers. Key: the queue's number.</summary>
[GrainInterfaceType("orleanssocial.eventqueue"), Alias("orleanssocial.IEventQueueGrain")]
internal interface IEventQueueGrain : IGrainWithIntegerKey
{
    /// <summary>Takes a batch. The short time-out matters: calls that are under way to a silo that dies hang for all of it.</summary>
    /// <returns>False when the queue is full or closing.</returns>
    [ResponseTimeout("00:00:02"), Alias("Enqueue")]
    Task<bool> Enqueue(StreamId streamId, EventBatch batch);

    /// <summary>Waits for batches; those up to <paramref name="acked"/> leave. A new reader ends the poll of the one before.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="acked">The number of the last batch that the reader has.</param>
    /// <param name="countMax">The most batches to return.</param>
    /// <param name="wait">How long to wait for the first.</param>
    [ResponseTimeout("00:00:04"), Alias("Dequeue")]
    Task<ImmutableArray<EventBatchContainer>> Dequeue(Guid reader, long acked, int countMax, TimeSpan wait);
}
