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
        select prefs::text, snooze_ts
        from user_setting
        where team_id = $1 and user_id = $2
        """;

    /// <summary>Reads them: the preferences as a JSON object and the end of the snooze; an empty object and 0 for a member who never set any.</summary>
    public async Task<(string Prefs, long SnoozeTs)> Get(ShardRoute route, TeamId team, UserId user, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectUserSetting, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<string> { TypedValue = user.Value } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetInt64(1)) : ("{}", 0);
    }
}
