using System.Globalization;
using Npgsql;

namespace OrleansSocial.Storage.Shards;

/// <summary>Writes the configured shards into the main database, once: the map that everything else reads.</summary>
/// <param name="dataSources">The databases.</param>
public sealed class ShardInventory(DataSources dataSources)
{
    private const string SelectShardCount = "select count(*)::int from shard";

    // Pair 1, side A for both groups, epoch 0: opening a fence mints the first one.
    private const string InsertShards =
        """
        with p as (
          insert into pair (pair, wanted, mode) values (1, 'SOLO_A', 'SOLO_A')
          on conflict do nothing
        ), s as (
          insert into shard (shard, pair)
          select n, 1 from generate_series(0, $1 - 1) n
          on conflict do nothing
        )
        insert into shard_group (shard, grp, side, epoch)
        select n, g, 0, 0 from generate_series(0, $1 - 1) n, generate_series(0, 1) g
        on conflict do nothing
        """;

    /// <summary>Adds the shards that are missing.</summary>
    /// <exception cref="MigrationException">There are more than configured: fewer would hide the teams of the others.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken = default)
    {
        var wanted = dataSources.ShardCount;
        await using var count = dataSources.Main.CreateCommand(SelectShardCount);
        var existing = (int)(await count.ExecuteScalarAsync(cancellationToken))!;
        if (existing > wanted)
        {
            throw new MigrationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database has {existing} shards, but OrleansSocial:Storage:ShardCount is {wanted}. The number of shards may grow, never shrink."));
        }

        if (existing < wanted)
        {
            await using var insert = dataSources.Main.CreateCommand(InsertShards);
            insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = wanted });
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
