using System.Globalization;
using Npgsql;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage;
using OrleansSocial.Storage.EmbeddedPostgres;
using OrleansSocial.Storage.Shards;

[assembly: AssemblyFixture(typeof(OrleansSocial.Tests.Fixtures.PostgresFixture))]

namespace OrleansSocial.Tests.Fixtures;

/// <summary>One real PostgreSQL server for the whole test run, started by the first test that asks; take it by constructor.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>How many shard schemas a migrated database has.</summary>
    public const int ShardCount = 4;

    private const string Template = "migrated";

    private readonly SemaphoreSlim _gate = new(1);
    private DirectoryInfo? _folder;
    private EmbeddedCluster? _cluster;
    private bool _templateMade;
    private int _databases;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var cluster = await ClusterAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(cluster.ConnectionString("postgres"), $"create database {name}");
        return cluster.ConnectionString(name);
    }

    /// <summary>Makes a database with the main, Orleans, instance and shard schemas, its shards in the map, and returns its connection string; main and pair 1 in one.</summary>
    public async Task<string> CreateMigratedDatabaseAsync()
    {
        var cluster = await ClusterAsync();
        await _gate.WaitAsync();
        try
        {
            if (!_templateMade)
            {
                await ExecuteAsync(cluster.ConnectionString("postgres"), $"create database {Template}");
                var runner = new MigrationRunner();
                await runner.MigrateMainAsync(cluster.ConnectionString(Template));
                await runner.MigratePairAsync(cluster.ConnectionString(Template), Enumerable.Range(0, ShardCount).Select(shard => DataSources.SchemaOf((short)shard)));
                await using (var dataSources = Connect(cluster.ConnectionString(Template)))
                {
                    await new ShardInventory(dataSources).EnsureAsync();
                }

                _templateMade = true;
            }
        }
        finally
        {
            _gate.Release();
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(cluster.ConnectionString("postgres"), $"create database {name} template {Template}");
        return cluster.ConnectionString(name);
    }

    /// <summary>The connections of a node whose main database and pair 1 are one database.</summary>
    internal static DataSources Connect(string database) =>
        new(new DataSourcesOptions(database, new Dictionary<Instance, string> { [new(1, MasterSide.A)] = database }));

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await _cluster.DisposeAsync();
        }

        _folder?.Delete(recursive: true);
        _gate.Dispose();
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<EmbeddedCluster> ClusterAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _folder ??= Directory.CreateTempSubdirectory("orleanssocial-tests-");
            return _cluster ??= await EmbeddedCluster.StartAsync(_folder.FullName);
        }
        finally
        {
            _gate.Release();
        }
    }
}
