using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Delivery;

/// <summary>Takes batches to a gateway's stream; completes when the stream's queue has taken the batch.</summary>
internal interface IEventBatchSender
{
    Task SendAsync(string gateway, EventBatch batch);
}
