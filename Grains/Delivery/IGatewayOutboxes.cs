using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Delivery;

/// <summary>This silo's outboxes, one per gateway. Every member may be called from any grain at once and none waits.</summary>
internal interface IGatewayOutboxes
{
    /// <summary>Gets the id that this silo's batches carry: address and start, so that a restarted silo is a new outbox.</summary>
    string OutboxId { get; }

    /// <summary>Hands an event over for a gateway. Beyond the outbox's bound it is dropped; the chain repairs it.</summary>
    void Offer(string gateway, ChannelEvent e);

    /// <summary>Hands over something that holds for a moment; without room it is dropped, and nobody misses it.</summary>
    void Signal(string gateway, ChainSignal signal);

    /// <summary>Tells a gateway that a chain's activation here has ended; goes out behind the events that were offered before.</summary>
    void Release(string gateway, ChainId chain);

    /// <summary>Keeps a gateway's outbox alive, so that its heartbeats flow; each Renew calls it.</summary>
    void Touch(string gateway);

    /// <summary>Sends what is queued and then a closing batch to every gateway; what is offered afterwards is dropped.</summary>
    Task CloseAsync(CancellationToken cancellationToken);
}
