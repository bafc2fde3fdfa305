using System.Globalization;
using Npgsql;
using OrleansSocial.Storage.EmbeddedPostgres;

[assembly: AssemblyFixture(typeof(OrleansSocial.Tests.Fixtures.PostgresFixture))]

namespace OrleansSocial.Tests.Fixtures;

/// <summary>One real PostgreSQL server for the whole test run, started by the first test that asks; take it by constructor.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private DirectoryInfo? _folder;
    private EmbeddedCluster? _cluster;
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
