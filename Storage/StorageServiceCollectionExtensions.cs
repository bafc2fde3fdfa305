using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Storage.Writes;

namespace OrleansSocial.Storage;

/// <summary>Registers the databases.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds connections, shard map and fence. The connection strings are read when they are first needed.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The whole configuration.</param>
    public static IServiceCollection AddOrleansSocialStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new DataSources(DataSourcesOptions.From(configuration)));
        services.AddSingleton<ControlConnections>();
        services.AddSingleton<ShardRoutes>();
        services.AddSingleton<Fence>();
        services.AddSingleton<ChainHeads>();
        services.AddSingleton<OldRows>();
        return services;
    }
}
