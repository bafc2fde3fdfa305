using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Reads a member's settings, on the team's shard.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class UserSettingsTable(DataSources dataSources)
{
    private const string SelectUserSetting =
        """
        select prefs::text, snooze_ts, away
        from user_setting
        where team_id = $1 and user_id = $2
        """;

    private const string SelectAway =
        """
        select user_id from user_setting where team_id = $1 and away limit $2
        """;

    /// <summary>Reads them: the preferences as a JSON object and the end of the snooze; and whether they look away; an empty object, 0 and false for a member who never set any.</summary>
    public async Task<(string Prefs, long SnoozeTs, bool Away)> Get(ShardRoute route, TeamId team, UserId user, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectUserSetting, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<string> { TypedValue = user.Value } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetInt64(1), reader.GetBoolean(2)) : ("{}", 0, false);
    }

    /// <summary>Lists the members of a team who want to look away, in no order.</summary>
    public async Task<List<string>> Away(ShardRoute route, TeamId team, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectAway, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<int> { TypedValue = countMax } },
        };
        var away = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            away.Add(reader.GetString(0));
        }

        return away;
    }
}
