using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansSocial.Grains.Shards;

namespace OrleansSocial.Grains.Writes;

/// <summary>Registers shard map and shard writers.</summary>
internal static class WritesServiceCollectionExtensions
{
    /// <summary>Adds them.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="configuration">The section <c>OrleansSocial</c>.</param>
    public static IServiceCollection AddShardWrites(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics();
        services.AddOptions<WriteBatchOptions>().Bind(configuration.GetSection(WriteBatchOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WriteBatchOptions>, WriteBatchOptionsValidator>();
        services.AddSingleton<IShardMap, ShardMap>();
        services.AddSingleton<WriteBatchInstruments>();
        services.AddSingleton<ShardWriters>();
        services.AddHostedService<ConnectionCheck>();
        services.AddHostedService<OldRowsService>();
        return services;
    }
}
