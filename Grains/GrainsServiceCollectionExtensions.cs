using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansSocial.Grains.Delivery;

namespace OrleansSocial.Grains;

/// <summary>Registers what the grains need in a silo.</summary>
public static class GrainsServiceCollectionExtensions
{
    /// <summary>Adds the grains' services: shard map, shard writers, outboxes, accounts.</summary>
    /// <param name="services">The silo's services; Storage's are already there.</param>
    /// <param name="configuration">The section <c>OrleansSocial</c>.</param>
    public static IServiceCollection AddOrleansSocialGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEventDelivery(configuration);
        return services;
    }
}
