using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.Shards;

public sealed class ShardInventoryTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Shards_are_added_once_may_grow_and_never_shrink()
    {
        var database = await postgres.CreateMigratedDatabaseAsync();
        Assert.Equal("4 shards, 8 groups", await CountAsync(database));

        await EnsureAsync(database, PostgresFixture.ShardCount);
        Assert.Equal("4 shards, 8 groups", await CountAsync(database));

        await EnsureAsync(database, 6);
        Assert.Equal("6 shards, 12 groups", await CountAsync(database));

        var refused = await Assert.ThrowsAsync<MigrationException>(() => EnsureAsync(database, 5));
        Assert.Contains("never shrink", refused.Message, StringComparison.Ordinal);
    }

    private static async Task EnsureAsync(string database, int shards)
    {
        await using var dataSources = new DataSources(
            new DataSourcesOptions(database, new Dictionary<Instance, string> { [new(1, MasterSide.A)] = database }) { ShardCount = shards });
        await new ShardInventory(dataSources).EnsureAsync();
    }

    private static async Task<object?> CountAsync(string database)
    {
        await using var dataSources = PostgresFixture.Connect(database);
        await using var count = dataSources.Main.CreateCommand(
            "select (select count(*) from shard) || ' shards, ' || (select count(*) from shard_group) || ' groups'");
        return await count.ExecuteScalarAsync();
    }
}
