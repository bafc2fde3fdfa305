using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Delivery;

/// <summary>Adds the silo's half of the delivery stream.</summary>
public static class DeliverySiloBuilderExtensions
{
    /// <summary>
    /// Adds the delivery stream provider. It needs a grain storage of the name <c>PubSubStore</c>; one in memory is enough, because
    /// a gateway whose heartbeats stop subscribes again (docs/decisions/0101-subscriptions-in-memory.md).
    /// </summary>
    /// <param name="silo">The silo.</param>
    public static ISiloBuilder AddOrleansSocialDelivery(this ISiloBuilder silo)
    {
        return silo.AddPersistentStreams(
            EventBatch.StreamProvider,
            (services, name) => new EventStreamAdapter(
                name,
                services.GetRequiredService<IGrainFactory>(),
                services.GetRequiredService<IOptions<DeliveryOptions>>().Value,
                services.GetRequiredService<TimeProvider>()),
            streams =>
            {
                streams.ConfigurePullingAgent(agent => agent.Configure(o =>
                {
                    // Only the pause between two polls: the receiver waits at the queue.
                    o.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(10);
                    o.BatchContainerBatchSize = EventStreamCache.BatchesPerReadMax;

                    // A gateway that does not take a batch for so long has lost it; the default of a minute would keep it waiting.
                    o.MaxEventDeliveryTime = TimeSpan.FromSeconds(10);
                }));
                streams.ConfigureStreamPubSub(Orleans.Streams.StreamPubSubType.ExplicitGrainBasedOnly);
            });
    }
}
