using Npgsql;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Commands and response URLs of the main database. An app's expired URLs go when it gets its next; all go with the app.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class AppRequestsTable(DataSources dataSources)
{
    private const string UpsertCommand =
        """
        insert into main.app_command as c (team_id, command, app_id, description)
        select $1, $2, $3, $4
        where (select count(*) from main.app_command where app_id = $3 and command <> $2) < $5
        on conflict (team_id, command) do update set description = excluded.description
        where c.app_id = excluded.app_id
        """;

    private const string SelectCommand =
        """
        select app_id from main.app_command where team_id = $1 and command = $2
        """;

    private const string SelectAppOfBot =
        """
        select app_id from main.app where team_id = $1 and user_id = $2 and not removed
        """;

    private const string DeleteExpired =
        """
        delete from main.app_response where app_id = $1 and expires_at < clock_timestamp()
        """;

    private const string InsertResponse =
        """
        insert into main.app_response (secret_hash, app_id, team_id, channel_id, user_id, message_ts, expires_at)
        values ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7))
        """;

    private const string UseResponse =
        """
        update main.app_response r
        set uses = r.uses + 1
        from main.app a
        where r.team_id = $1 and r.secret_hash = $2 and r.uses < $3 and r.expires_at > clock_timestamp() and a.app_id = r.app_id and not a.removed
        returning a.user_id, a.bot_id, r.channel_id, r.user_id, r.message_ts
        """;

    /// <summary>Gives a command to an app, or changes its description.</summary>
    /// <returns>False when another app has it, or the app as many as it may.</returns>
    public async Task<bool> SetCommand(TeamId team, string app, string command, string description, CancellationToken cancellationToken)
    {
        await using var upsert = dataSources.Main.CreateCommand(UpsertCommand);
        upsert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        upsert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = command });
        upsert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        upsert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = description });
        upsert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = IAppsGrain.CommandsMax });
        return await upsert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Finds the app that has a command, or null.</summary>
    public Task<string?> AppOfCommand(TeamId team, string command, CancellationToken cancellationToken) =>
        Find(SelectCommand, team, command, cancellationToken);

    /// <summary>Finds the app of a bot, or null.</summary>
    public Task<string?> AppOfBot(TeamId team, UserId bot, CancellationToken cancellationToken) =>
        Find(SelectAppOfBot, team, bot.Value, cancellationToken);

    /// <summary>Stores a response URL.</summary>
    public async Task Open(AppInfo app, string secretHash, ChannelId channel, UserId user, long? messageTs, CancellationToken cancellationToken)
    {
        await using var batch = dataSources.Main.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DeleteExpired) { Parameters = { new NpgsqlParameter<string> { TypedValue = app.Id } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertResponse)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = secretHash },
                new NpgsqlParameter<string> { TypedValue = app.Id },
                new NpgsqlParameter<string> { TypedValue = app.Team.Value },
                new NpgsqlParameter<string> { TypedValue = channel.Value },
                new NpgsqlParameter<string> { TypedValue = user.Value },
                new NpgsqlParameter { Value = (object?)messageTs ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint },
                new NpgsqlParameter<double> { TypedValue = IAppsGrain.ResponseSeconds },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Uses one answer of a response URL; null when there is none left.</summary>
    public async Task<ResponseTarget?> Use(TeamId team, string secretHash, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(UseResponse);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = secretHash });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = IAppsGrain.ResponsesMax });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ResponseTarget(
                new Caller(team, new UserId(reader.GetString(0)), reader.GetString(1)),
                new ChannelId(reader.GetString(2)),
                new UserId(reader.GetString(3)),
                reader.IsDBNull(4) ? null : reader.GetInt64(4))
            : null;
    }

    private async Task<string?> Find(string sql, TeamId team, string key, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
