using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads a member's channel list with read cursors, on the team's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class UserChannelsTable(DataSources dataSources)
{
    private const string SelectUserChannels =
        """
        select u.channel_id, coalesce(r.read_ts, 0), coalesce(r.position, 0), u.others, u.closed_ts, u.joined_ts
        from user_channel u
          left join read_cursor r on r.user_id = u.user_id and r.channel_id = u.channel_id
        where u.team_id = $1 and u.user_id = $2 and not u.removed
        limit $3
        """;

    /// <summary>Reads the list, in no order.</summary>
    public async Task<List<UserChannel>> All(ShardRoute route, TeamId team, UserId user, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectUserChannels, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = user.Value },
                new NpgsqlParameter<int> { TypedValue = countMax },
            },
        };
        var channels = new List<UserChannel>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var others = await reader.GetFieldValueAsync<string[]>(3, cancellationToken);
            channels.Add(new UserChannel(
                new ChannelId(reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2), [.. others.Select(u => new UserId(u))], reader.GetInt64(4), reader.GetInt64(5)));
        }

        return channels;
    }
}
