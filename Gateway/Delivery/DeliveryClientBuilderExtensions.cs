using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>Adds the gateway's half of the delivery stream to an Orleans client.</summary>
public static class DeliveryClientBuilderExtensions
{
    /// <summary>Adds the delivery stream provider; a gateway inside a silo uses the silo's instead.</summary>
    /// <param name="client">The client.</param>
    public static IClientBuilder AddOrleansSocialDeliveryClient(this IClientBuilder client) =>
        client.AddPersistentStreams(EventBatch.StreamProvider, static (_, name) => new EventStreamSubscriber(name), null);
}
