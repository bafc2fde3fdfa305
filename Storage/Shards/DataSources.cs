using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Storage.Shards;

/// <summary>Pooled connections to the main database and to each shard. Nobody else builds a connection string or names a shard's schema.</summary>
public sealed class DataSources : IAsyncDisposable
{
    private const int ShardConnectionsMin = 2;

    // On a fresh database look-ups by key are planned as sequential scans, and kept as the generic plan.
    // A process that freezes or vanishes within a transaction keeps its locks no longer than a command may take.
    private const string SessionOptions = "-c enable_seqscan=off -c jit=off -c idle_in_transaction_session_timeout=10s";

    // A flush's arrays differ in length only: planning it for each would cost more than running it.
    private const string LaneOptions = SessionOptions + " -c plan_cache_mode=force_generic_plan";

    private readonly DataSourcesOptions _options;
    private readonly ConcurrentDictionary<(Instance Instance, short Shard), NpgsqlDataSource> _shards = new();

    /// <summary>Prepares the pools; opens nothing.</summary>
    /// <param name="options">Where the databases are.</param>
    public DataSources(DataSourcesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Main = NpgsqlDataSource.Create(Pooled(options.Main, "main,public", options.MainConnectionsMax));
    }

    /// <summary>Gets connections to the main database; search_path is its schema.</summary>
    public NpgsqlDataSource Main { get; }

    /// <summary>Gets the instances that hold shards.</summary>
    public IEnumerable<Instance> Instances => _options.Instances.Keys;

    /// <summary>Gets how many connections this process may open to an instance's server.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="lanes">How many lanes each shard's writer has.</param>
    public int ConnectionsMax(Instance instance, int lanes)
    {
        const int Control = 1;
        var there = Server(ConnectionString(instance));
        var same = Instances.Count(i => string.Equals(Server(ConnectionString(i)), there, StringComparison.Ordinal));
        var main = string.Equals(Server(_options.Main), there, StringComparison.Ordinal) ? _options.MainConnectionsMax : 0;
        return (same * (((ShardConnectionsMax + lanes) * ShardCount) + Control)) + main;
    }

    /// <summary>Gets how many shards there are.</summary>
    public int ShardCount => _options.ShardCount;

    private int ShardConnectionsMax => Math.Max(ShardConnectionsMin, _options.InstanceConnectionsMax / _options.ShardCount);

    /// <summary>Names a shard's schema.</summary>
    public static string SchemaOf(short shard) => string.Create(CultureInfo.InvariantCulture, $"shard_{shard:D2}");

    /// <summary>Gets the connections to a route's shard; search_path is its schema.</summary>
    /// <param name="route">The route.</param>
    public NpgsqlDataSource Read(ShardRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return _shards.GetOrAdd(
            (Instance.Of(route), route.Shard),
            static (key, self) => NpgsqlDataSource.Create(
                Pooled(self.ConnectionString(key.Instance), SchemaOf(key.Shard) + ",public", self.ShardConnectionsMax)),
            this);
    }

    /// <summary>Opens a pooled connection to a route's shard; search_path is its schema.</summary>
    /// <param name="route">The route.</param>
    /// <param name="cancellationToken">Ends the wait for a free connection.</param>
    public ValueTask<NpgsqlConnection> OpenAsync(ShardRoute route, CancellationToken cancellationToken) =>
        Read(route).OpenConnectionAsync(cancellationToken);

    /// <summary>Gets an instance's connection string, as it was configured.</summary>
    /// <exception cref="InvalidOperationException">No such instance is configured.</exception>
    public string ConnectionString(Instance instance) =>
        _options.Instances.TryGetValue(instance, out var connectionString)
            ? connectionString
            : throw new InvalidOperationException($"No connection string is set for pair {instance.Pair}, side {instance.Side}.");

    /// <summary>Drops the pooled connections to an instance's server: after its restart each would fail at its next use.</summary>
    public void Clear(Instance instance)
    {
        foreach (var (key, shard) in _shards)
        {
            if (key.Instance == instance)
            {
                shard.Clear();
            }
        }

        if (string.Equals(Server(_options.Main), Server(ConnectionString(instance)), StringComparison.Ordinal))
        {
            Main.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _shards.Values)
        {
            await shard.DisposeAsync();
        }

        await Main.DisposeAsync();
    }

    /// <summary>The connection string of a writer's lane: not pooled, everything prepared.</summary>
    internal static string Lane(string connectionString, short shard, int commandTimeoutSeconds) =>
        With(LaneOptions, new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = SchemaOf(shard) + ",public",
            ApplicationName = "orleanssocial lane",
            Pooling = false,
            MaxAutoPrepare = 40,
            AutoPrepareMinUsages = 1,
            Timeout = 5,
            CommandTimeout = commandTimeoutSeconds,
            CancellationTimeout = -1,
            TcpKeepAlive = true,
        }).ConnectionString;

    private static string Pooled(string connectionString, string searchPath, int connectionsMax) =>
        With(SessionOptions, new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = searchPath,
            Pooling = true,
            MinPoolSize = 0,
            MaxPoolSize = connectionsMax,
            ConnectionIdleLifetime = 60,
            MaxAutoPrepare = 60,
            AutoPrepareMinUsages = 2,

            // The pool's reset would throw away the prepared statements' session; nothing of ours changes the session.
            NoResetOnClose = true,
            Timeout = 5,
            CommandTimeout = 10,

            // With the default, a commit that timed out while it waited for a standby comes back as a success.
            CancellationTimeout = -1,
        }).ConnectionString;

    private static string Server(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}");
    }

    private static NpgsqlConnectionStringBuilder With(string options, NpgsqlConnectionStringBuilder settings)
    {
        settings.Options = string.IsNullOrEmpty(settings.Options) ? options : $"{settings.Options} {options}";
        return settings;
    }
}
