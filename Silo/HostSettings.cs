using Microsoft.Extensions.Options;
using OrleansSocial.Silo.Clustering;
using OrleansSocial.Silo.Database;
using OrleansSocial.Silo.Observability;
using OrleansSocial.Storage.EmbeddedPostgres;

namespace OrleansSocial.Silo;

/// <summary>The settings that the host needs before it has services; checked all at once, so that one start names every fault.</summary>
internal sealed record HostSettings(
    SiloOptions Host, OrleansClusterOptions Cluster, StorageSettings Storage, EmbeddedPostgresOptions Postgres, MetricsOptions Metrics)
{
    /// <exception cref="OptionsValidationException">A value is out of its range or cannot be read.</exception>
    public static HostSettings Load(IConfiguration configuration)
    {
        var failures = new List<string>();
        var settings = new HostSettings(
            Read(SiloOptions.Section, new SiloOptions(), validator: null),
            Read(OrleansClusterOptions.Section, new OrleansClusterOptions(), new OrleansClusterOptionsValidator()),
            Read(StorageSettings.Section, new StorageSettings(), new StorageSettingsValidator()),
            Read("OrleansSocial:EmbeddedPostgres", new EmbeddedPostgresOptions(), new EmbeddedPostgresOptionsValidator()),
            Read(MetricsOptions.Section, new MetricsOptions(), validator: null));
        if (settings.Host.Role == HostRole.Gateway
            && string.IsNullOrEmpty(configuration.GetConnectionString("Main"))
            && settings.Cluster is not { Clustering: ClusteringKind.Localhost, GatewayPort: > 0 })
        {
            failures.Add("A gateway alone finds its silos by ConnectionStrings:Main, or with OrleansSocial:Cluster:Clustering=Localhost by AdvertisedAddress and GatewayPort; neither is set.");
        }

        try
        {
            AddressRules.Parse(settings.Cluster.AdvertisedAddress);
        }
        catch (HostStartException exception)
        {
            failures.Add(exception.Message);
        }

        failures.AddRange(ServiceSettings.Faults(configuration.GetSection(SiloOptions.Section), settings.Host.Role));
        return failures.Count == 0 ? settings : throw new OptionsValidationException(Options.DefaultName, typeof(HostSettings), failures);

        T Read<T>(string section, T options, IValidateOptions<T>? validator)
            where T : class
        {
            try
            {
                configuration.GetSection(section).Bind(options);
                var result = validator?.Validate(Options.DefaultName, options);
                failures.AddRange((result?.Failures ?? []).Select(failure => $"{section}: {failure}"));
            }
            catch (InvalidOperationException exception)
            {
                failures.Add($"{section}: {exception.Message}");
            }

            return options;
        }
    }
}
