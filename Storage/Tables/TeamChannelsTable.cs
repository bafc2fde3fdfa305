using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads a team's directory of channels, on the team's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class TeamChannelsTable(DataSources dataSources)
{
    private const string SelectTeamChannels =
        """
        select channel_id, name, is_private, is_general, is_archived, creator_id, created_ts
        from team_channel
        where team_id = $1
        limit $2
        """;

    private const string SelectTeamChannel =
        """
        select channel_id, name, is_private, is_general, is_archived, creator_id, created_ts
        from team_channel
        where team_id = $1 and channel_id = $2
        """;

    /// <summary>Reads the whole directory, in no order.</summary>
    public async Task<List<TeamChannelEntry>> All(ShardRoute route, TeamId team, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectTeamChannels, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<int> { TypedValue = countMax } },
        };
        return await ReadEntries(command, cancellationToken);
    }

    /// <summary>Reads one entry, or null.</summary>
    public async Task<TeamChannelEntry?> Get(ShardRoute route, TeamId team, ChannelId channel, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectTeamChannel, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<string> { TypedValue = channel.Value } },
        };
        var entries = await ReadEntries(command, cancellationToken);
        return entries.Count == 0 ? null : entries[0];
    }

    private static async Task<List<TeamChannelEntry>> ReadEntries(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var entries = new List<TeamChannelEntry>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new TeamChannelEntry(
                new ChannelId(reader.GetString(0)),
                reader.GetString(1),
                reader.GetBoolean(2),
                reader.GetBoolean(3),
                reader.GetBoolean(4),
                new UserId(reader.GetString(5)),
                reader.GetInt64(6)));
        }

        return entries;
    }
}
