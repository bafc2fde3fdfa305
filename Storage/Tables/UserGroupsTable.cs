using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads a team's user groups, on the team's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class UserGroupsTable(DataSources dataSources)
{
    private const string SelectUserGroups =
        """
        select group_id, name, handle, description, channels::text, members::text, creator_id, created_ts, updater_id, updated_ts, deleter_id, deleted_ts
        from user_group
        where team_id = $1
        limit $2
        """;

    /// <summary>Reads all of them, disabled ones too, in no order.</summary>
    public async Task<List<UserGroup>> All(ShardRoute route, TeamId team, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectUserGroups, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<int> { TypedValue = countMax } },
        };
        var groups = new List<UserGroup>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            groups.Add(new UserGroup(
                new UserGroupId(reader.GetString(0)),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                JsonSerializer.Deserialize<ImmutableArray<string>>(reader.GetString(4)),
                JsonSerializer.Deserialize<ImmutableArray<string>>(reader.GetString(5)),
                new UserId(reader.GetString(6)),
                reader.GetInt64(7),
                new UserId(reader.GetString(8)),
                reader.GetInt64(9),
                reader.IsDBNull(10) ? null : new UserId(reader.GetString(10)),
                reader.GetInt64(11)));
        }

        return groups;
    }
}
