using System.Diagnostics;
using OrleansSocial.Storage;
using OrleansSocial.Storage.EmbeddedPostgres;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.Writes;

/// <summary>A migrated server for one test that kills it or changes its settings.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly EmbeddedCluster _cluster;

    private OwnServer(DirectoryInfo folder, EmbeddedCluster cluster)
    {
        _folder = folder;
        _cluster = cluster;
    }

    public string Database => _cluster.ConnectionString();

    public int Restarts => _cluster.Restarts;

    public static async Task<OwnServer> StartAsync(bool restart = true)
    {
        var folder = Directory.CreateTempSubdirectory("orleanssocial-own-");
        var server = new OwnServer(folder, await EmbeddedCluster.StartAsync(folder.FullName, new EmbeddedPostgresOptions { Restart = restart }));
        var runner = new MigrationRunner();
        await runner.MigrateMainAsync(server.Database);
        await runner.MigratePairAsync(server.Database, Enumerable.Range(0, PostgresFixture.ShardCount).Select(shard => DataSources.SchemaOf((short)shard)));
        await using var dataSources = PostgresFixture.Connect(server.Database);
        await new ShardInventory(dataSources).EnsureAsync();
        return server;
    }

    /// <summary>SIGKILL; its owner starts it again.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(_cluster.Pid);
        process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
