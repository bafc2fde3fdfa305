using Orleans.Streams;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>The gateway's half of the delivery stream in a process of its own: it only subscribes, silos push.</summary>
internal sealed class EventStreamSubscriber(string name) : IQueueAdapterFactory, IQueueAdapter
{
    public string Name => name;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    [Obsolete("Kept by Orleans for older providers.")]
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => throw NotHere();

    public IStreamQueueMapper GetStreamQueueMapper() => throw NotHere();

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) => throw NotHere();

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => throw NotHere();

    private static NotSupportedException NotHere() => new("A gateway receives events; only silos send them.");
}
