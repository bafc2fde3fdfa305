using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>A batch on its way through the delivery stream, with its place in the stream's queue.</summary>
/// <param name="streamId">The gateway's stream.</param>
/// <param name="batch">The batch.</param>
/// <param name="number">Its number in the queue: ascending, also over a restart of the queue.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.EventBatchContainer")]
public sealed class EventBatchContainer(StreamId streamId, EventBatch batch, long number) : IBatchContainer
{
    /// <summary>Gets the gateway's stream.</summary>
    [Id(0)]
    public StreamId StreamId { get; } = streamId;

    /// <summary>Gets the batch.</summary>
    [Id(1)]
    public EventBatch Batch { get; } = batch;

    /// <summary>Gets its number in the queue.</summary>
    [Id(2)]
    public long Number { get; } = number;

    /// <inheritdoc/>
    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(Number);

    /// <inheritdoc/>
    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => Batch is T item ? [Tuple.Create(item, SequenceToken)] : [];

    /// <inheritdoc/>
    public bool ImportRequestContext() => false;
}
