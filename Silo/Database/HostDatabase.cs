using OrleansSocial.Storage;
using OrleansSocial.Storage.EmbeddedPostgres;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Silo.Database;

/// <summary>The databases of this process: a server of its own, or those of the connection strings.</summary>
internal sealed class HostDatabase : IAsyncDisposable
{
    private const string MainName = "Main";
    private const string PairName = "Pair1";
    private const int ConnectionsBase = 60;
    private const int ConnectionsPerShard = 6;
    private readonly EmbeddedCluster? _embedded;

    private HostDatabase(EmbeddedCluster? embedded) => _embedded = embedded;

    /// <summary>Whether this process started the server.</summary>
    public bool Embedded => _embedded is not null;

    /// <summary>Uses the configured servers; starts the embedded one when none is configured, and adds it to the configuration.</summary>
    /// <exception cref="HostStartException">A connection string cannot be read, or only some of them are set.</exception>
    public static async Task<HostDatabase> OpenAsync(
        ConfigurationManager configuration, HostRole role, string folder, EmbeddedPostgresOptions options, ILogger logger)
    {
        if (DataSourcesOptions.Fault(configuration) is { } fault)
        {
            throw new HostStartException(fault);
        }

        var main = configuration.GetConnectionString(MainName);
        if (!string.IsNullOrEmpty(main))
        {
            return new(null);
        }

        if (!string.IsNullOrEmpty(configuration.GetConnectionString(PairName)))
        {
            throw new HostStartException("ConnectionStrings:Pair1 is set, but ConnectionStrings:Main is not. Set both, or none for the embedded PostgreSQL.");
        }

        if (role == HostRole.Gateway)
        {
            // A gateway keeps nothing, so it has nothing to start a server for.
            return new(null);
        }

        // Each shard has lanes and a pool of its own: many shards need more connections than the default.
        var shards = configuration.GetValue("OrleansSocial:Storage:ShardCount", 0);
        options.ConnectionsMax = Math.Max(options.ConnectionsMax, ConnectionsBase + (shards * ConnectionsPerShard));
        var embedded = await EmbeddedCluster.StartAsync(folder, options, logger);
        configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:" + MainName] = embedded.ConnectionString(),
            ["ConnectionStrings:" + PairName] = embedded.ConnectionString(),
        });
        return new(embedded);
    }

    /// <summary>Brings all schemas to this program's version and writes the configured shards into the map.</summary>
    /// <exception cref="MigrationException">A database is newer than this program, or was edited.</exception>
    public static async Task MigrateAsync(IConfiguration configuration, ILogger logger)
    {
        var options = DataSourcesOptions.From(configuration);
        var runner = new MigrationRunner(logger);
        await runner.MigrateMainAsync(options.Main);
        foreach (var instance in options.Instances.Values)
        {
            await runner.MigratePairAsync(instance, Enumerable.Range(0, options.ShardCount).Select(shard => DataSources.SchemaOf((short)shard)));
        }

        await using var dataSources = new DataSources(options);
        await new ShardInventory(dataSources).EnsureAsync();
    }

    /// <summary>The connection string of Orleans' own tables, which are in the main database; null when there is none.</summary>
    public static string? OrleansConnectionString(IConfiguration configuration) =>
        configuration.GetConnectionString(MainName) is { Length: > 0 } main ? OrleansConnection.Of(main) : null;

    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }
    }
}
