using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Operations;
using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Storage.Shards;

/// <summary>The main database's map: teams and channels -> shard -> pair, side, epoch.</summary>
/// <param name="dataSources">The databases.</param>
public sealed class ShardRoutes(DataSources dataSources)
{
    // A channel that is placed apart sorts before its team ('' is the team's own placement).
    private const string SelectRoute =
        """
        select s.pair, p.shard, g.side, g.epoch
        from placement p
          join shard s on s.shard = p.shard
          join shard_group g on g.shard = p.shard and g.grp = $3
        where p.team_id = $1 and p.channel_id in ($2, '')
        order by p.channel_id desc
        limit 1
        """;

    private const string SelectGroup =
        """
        select s.pair, s.shard, g.side, g.epoch
        from shard_group g
          join shard s on s.shard = g.shard
        where g.shard = $1 and g.grp = $2
        """;

    private const string SelectMap =
        """
        select s.pair, g.shard, g.side, g.epoch, g.grp,
          (select count(*) from placement p join team t on t.team_id = p.team_id where p.shard = g.shard and p.channel_id = '' and t.number & 1 = g.grp)
        from shard_group g
          join shard s on s.shard = g.shard
        order by g.shard, g.grp
        """;

    private const string UpdateEpoch =
        """
        update shard_group set epoch = epoch + 1
        where shard = $1 and grp = $2 and side = $3 and epoch = $4
        returning epoch
        """;

    /// <summary>Finds where a channel is written, else where its team is.</summary>
    /// <returns>The route, or null for a team that is placed nowhere.</returns>
    public Task<ShardRoute?> FindAsync(TeamId team, ChannelId? channel, CancellationToken cancellationToken) => Transient.RetryAsync(
        async () =>
        {
            await using var command = dataSources.Main.CreateCommand(SelectRoute);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channel?.Value ?? string.Empty });
            command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = team.Group });
            return await RouteAsync(command, team.Group, cancellationToken);
        },
        cancellationToken);

    /// <summary>Reads a group's route.</summary>
    /// <returns>The route, or null when there is no such group.</returns>
    public Task<ShardRoute?> GroupAsync(short shard, short group, CancellationToken cancellationToken) => Transient.RetryAsync(
        async () =>
        {
            await using var command = dataSources.Main.CreateCommand(SelectGroup);
            command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = shard });
            command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = group });
            return await RouteAsync(command, group, cancellationToken);
        },
        cancellationToken);

    /// <summary>Lists all groups with their teams; whether they are open is the instances' to say.</summary>
    public async Task<IReadOnlyList<ShardMapEntry>> MapAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectMap);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<ShardMapEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var route = new ShardRoute(
                reader.GetInt16(0), reader.GetInt16(1), (MasterSide)reader.GetInt16(2), reader.GetInt16(4), reader.GetInt32(3));
            entries.Add(new ShardMapEntry(route, reader.GetInt64(5), Writable: false, Armed: false));
        }

        return entries;
    }

    /// <summary>Mints the epoch after a route's, by compare-and-set.</summary>
    /// <returns>The new epoch, or null when the group is no longer at the route's side and epoch.</returns>
    public async Task<int?> MintEpochAsync(ShardRoute route, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(route);
        await using var command = dataSources.Main.CreateCommand(UpdateEpoch);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = route.Shard });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = route.Group });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)route.Side });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = route.Epoch });
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task<ShardRoute?> RouteAsync(NpgsqlCommand command, short group, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ShardRoute(reader.GetInt16(0), reader.GetInt16(1), (MasterSide)reader.GetInt16(2), group, reader.GetInt32(3))
            : null;
    }
}
