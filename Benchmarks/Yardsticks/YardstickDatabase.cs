using Npgsql;
using OrleansSocial.Storage.EmbeddedPostgres;

namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>An embedded PostgreSQL with the product's own binaries and settings and its tables, for the yardsticks alone.</summary>
internal sealed class YardstickDatabase : IAsyncDisposable
{
    private const string TablesResource = "0001_chains.sql";

    private readonly EmbeddedCluster _cluster;

    private YardstickDatabase(EmbeddedCluster cluster, string connectionString)
    {
        _cluster = cluster;
        ConnectionString = connectionString;
    }

    /// <summary>Gets the connection string; its search path is the shard's schema.</summary>
    public string ConnectionString { get; }

    /// <summary>Gets the server's process id.</summary>
    public int Pid => _cluster.Pid;

    /// <summary>Starts the server in a folder and makes the tables of one shard.</summary>
    public static async Task<YardstickDatabase> Start(string folder, CancellationToken cancellationToken)
    {
        var cluster = await EmbeddedCluster.StartAsync(folder, cancellationToken: cancellationToken);
        try
        {
            await using (var control = new NpgsqlConnection(cluster.ConnectionString()))
            {
                await control.OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand($"create schema yardstick; set search_path = yardstick; {Tables()}", control);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return new YardstickDatabase(cluster, new NpgsqlConnectionStringBuilder(cluster.ConnectionString()) { SearchPath = "yardstick" }.ConnectionString);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Empties the table, so that every yardstick starts on the same one.</summary>
    public async Task Empty(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("truncate message; checkpoint", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static string Tables()
    {
        var storage = typeof(EmbeddedCluster).Assembly;
        var name = storage.GetManifestResourceNames().Single(n => n.EndsWith(TablesResource, StringComparison.Ordinal));
        using var reader = new StreamReader(storage.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
