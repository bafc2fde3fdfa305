using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads a team's members, on the team's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class TeamMembersTable(DataSources dataSources)
{
    private const string SelectTeamMembers =
        """
        select user_id, name, real_name, email, role, bot_id, deleted, ver, profile::text
        from team_member
        where team_id = $1
        limit $2
        """;

    private const string SelectTeamMemberExists =
        """
        select exists (select from team_member where team_id = $1 and user_id = $2)
        """;

    /// <summary>Reads all members, in no order.</summary>
    public async Task<List<UserProfile>> All(ShardRoute route, TeamId team, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectTeamMembers, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<int> { TypedValue = countMax } },
        };
        var members = new List<UserProfile>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            members.Add(new UserProfile(
                new UserId(reader.GetString(0)),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                (UserRole)reader.GetInt16(4),
                reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.GetBoolean(6),
                reader.GetInt64(7),
                ProfileColumn.Read(reader.IsDBNull(8) ? null : reader.GetString(8))));
        }

        return members;
    }

    /// <summary>Tells whether a member exists.</summary>
    public async Task<bool> Exists(ShardRoute route, TeamId team, UserId user, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectTeamMemberExists, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<string> { TypedValue = user.Value } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
