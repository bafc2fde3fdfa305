using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansSocial.Grains.Delivery;

/// <summary>Registers the outboxes.</summary>
internal static class DeliverySetup
{
    public static IServiceCollection AddEventDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeliveryOptions>().Bind(configuration.GetSection(DeliveryOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<Microsoft.Extensions.Options.IValidateOptions<DeliveryOptions>, DeliveryOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DeliveryInstruments>();
        services.AddSingleton<IEventBatchSender, EventBatchSender>();
        services.AddSingleton<GatewayOutboxes>();
        services.AddSingleton<IGatewayOutboxes>(p => p.GetRequiredService<GatewayOutboxes>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(p => p.GetRequiredService<GatewayOutboxes>());
        return services;
    }
}
