using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Delivery;

/// <summary>Sends over the delivery stream provider of this silo.</summary>
internal sealed class EventBatchSender(IClusterClient client) : IEventBatchSender
{
    public Task SendAsync(string gateway, EventBatch batch) =>
        client.GetStreamProvider(EventBatch.StreamProvider)
            .GetStream<EventBatch>(StreamId.Create(EventBatch.StreamNamespace, gateway))
            .OnNextAsync(batch);
}
