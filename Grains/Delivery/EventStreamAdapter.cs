using System.Globalization;
using Orleans.Configuration;
using Orleans.Streams;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Delivery;

/// <summary>
/// The silo's half of the delivery stream: a persistent stream provider over queue grains, with a receiver that is pushed to
/// and a cache that no slow gateway can stop. Not rewindable: what was missed comes from the event chain, never from the stream.
/// </summary>
internal sealed class EventStreamAdapter : IQueueAdapterFactory, IQueueAdapter, IQueueAdapterCache
{
    private readonly IGrainFactory _grains;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _clock;
    private readonly HashRingBasedStreamQueueMapper _mapper;

    public EventStreamAdapter(string name, IGrainFactory grains, DeliveryOptions options, TimeProvider clock)
    {
        (Name, _grains, _options, _clock) = (name, grains, options, clock);
        _mapper = new HashRingBasedStreamQueueMapper(new HashRingStreamQueueMapperOptions { TotalQueueCount = options.QueueCount }, name);
    }

    public string Name { get; }

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    [Obsolete("Kept by Orleans for older providers.")]
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IStreamQueueMapper GetStreamQueueMapper() => _mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler(false));

    public IQueueCache CreateQueueCache(QueueId queueId) => new EventStreamCache(_options, _clock);

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => new EventStreamReceiver(QueueOf(queueId));

    /// <summary>Puts batches into their stream's queue.</summary>
    /// <exception cref="InvalidOperationException">The queue is full or closing; the batch was not taken.</exception>
    public async Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        ArgumentNullException.ThrowIfNull(events);
        var queue = QueueOf(_mapper.GetQueueForStream(streamId));
        foreach (var item in events)
        {
            if (item is not EventBatch batch)
            {
                throw new ArgumentException($"The delivery stream carries {nameof(EventBatch)} only, not {typeof(T).Name}.", nameof(events));
            }

            if (!await queue.Enqueue(streamId, batch))
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The queue of stream {streamId} is full or closing."));
            }
        }
    }

    private IEventQueueGrain QueueOf(QueueId queueId) => _grains.GetGrain<IEventQueueGrain>(queueId.GetNumericId());
}
