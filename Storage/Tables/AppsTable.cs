using Npgsql;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Apps of the main database. Each change is one transaction.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class AppsTable(DataSources dataSources)
{
    private const string InsertBot =
        """
        insert into main.bot (bot_id, team_id, user_id, name, created_ts) values ($1, $2, $3, $4, $5)
        """;

    private const string InsertApp =
        """
        insert into main.app (app_id, team_id, name, bot_id, user_id, signing_secret, scopes, events, created_by, created_ts,
          client_id, client_secret_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    private const string InsertToken =
        """
        insert into main.token (token_id, team_id, user_id, bot_id, created_ts, app_id, app_level) values ($1, $2, $3, $4, $5, $6, $7)
        """;

    private const string CountApps =
        """
        select count(*) from main.app where team_id = $1 and not removed
        """;

    private const string SelectApps =
        """
        select app_id, team_id, name, bot_id, user_id, scopes, events, created_by, created_ts,
          request_url, request_disabled, request_failing_at is not null, request_fault
        from main.app
        where team_id = $1 and not removed and ($2 = '' or app_id = $2)
        order by created_ts desc
        limit $3
        """;

    private const string RemoveApp =
        """
        update main.app set removed = true where team_id = $1 and app_id = $2 and not removed
        """;

    private const string RevokeTokensOfApp =
        """
        update main.token
        set revoked_number = nextval('main.token_revocation_number')
        where team_id = $1 and app_id = $2 and revoked_number is null
        """;

    private const string DeleteFeed =
        """
        delete from main.app_feed where app_id in (select app_id from main.app where team_id = $1 and app_id = $2)
        """;

    private const string DeleteWebhooks =
        """
        delete from main.webhook where team_id = $1 and app_id = $2
        """;

    private const string DeleteCommands =
        """
        delete from main.app_command where team_id = $1 and app_id = $2
        """;

    private const string DeleteResponses =
        """
        delete from main.app_response where team_id = $1 and app_id = $2
        """;

    /// <summary>Stores an app with its bot and its two tokens.</summary>
    /// <returns>False when the team has as many as it may.</returns>
    public async Task<bool> Add(AppInfo app, AppSecrets secrets, CancellationToken cancellationToken)
    {
        await using var count = dataSources.Main.CreateCommand(CountApps);
        count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app.Team.Value });
        if ((long)(await count.ExecuteScalarAsync(cancellationToken) ?? 0L) >= IAppsGrain.AppsMax)
        {
            return false;
        }

        await using var batch = dataSources.Main.CreateBatch();
        batch.BatchCommands.Add(Command(InsertBot, app.BotId, app.Team.Value, app.User.Value, app.Name, app.CreatedTs));
        batch.BatchCommands.Add(Command(
            InsertApp, app.Id, app.Team.Value, app.Name, app.BotId, app.User.Value, secrets.SigningSecret, app.Scopes.ToArray(), app.Events.ToArray(), app.CreatedBy.Value, app.CreatedTs,
            secrets.ClientId, secrets.ClientSecretHash));
        batch.BatchCommands.Add(Command(InsertToken, secrets.BotTokenId, app.Team.Value, app.User.Value, app.BotId, app.CreatedTs, app.Id, false));
        batch.BatchCommands.Add(Command(InsertToken, secrets.AppTokenId, app.Team.Value, app.User.Value, app.BotId, app.CreatedTs, app.Id, true));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    /// <summary>Lists a team's apps, the newest first.</summary>
    public Task<List<AppInfo>> All(TeamId team, CancellationToken cancellationToken) => Select(team, string.Empty, cancellationToken);

    /// <summary>Finds an app that was not removed, or null.</summary>
    public async Task<AppInfo?> Find(TeamId team, string app, CancellationToken cancellationToken) =>
        app.Length == 0 ? null : (await Select(team, app, cancellationToken)).SingleOrDefault();

    /// <summary>Removes an app with its tokens, webhooks, commands and response URLs.</summary>
    public async Task Remove(TeamId team, string app, CancellationToken cancellationToken)
    {
        await using var batch = dataSources.Main.CreateBatch();
        batch.BatchCommands.Add(Command(TokensTable.LockRevocations));
        foreach (var sql in new[] { RemoveApp, RevokeTokensOfApp, DeleteFeed, DeleteWebhooks, DeleteCommands, DeleteResponses })
        {
            batch.BatchCommands.Add(Command(sql, team.Value, app));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<AppInfo>> Select(TeamId team, string app, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectApps);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = IAppsGrain.AppsMax });
        var apps = new List<AppInfo>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            apps.Add(Read(reader));
        }

        return apps;
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    /// <summary>Reads the columns of <see cref="SelectApps"/>, in that order.</summary>
    internal static AppInfo Read(NpgsqlDataReader reader)
    {
        var url = reader.IsDBNull(9) ? null : reader.GetString(9);
        return new AppInfo(
            reader.GetString(0),
            new TeamId(reader.GetString(1)),
            reader.GetString(2),
            reader.GetString(3),
            new UserId(reader.GetString(4)),
            [.. reader.GetFieldValue<string[]>(5)],
            [.. reader.GetFieldValue<string[]>(6)],
            new UserId(reader.GetString(7)),
            reader.GetInt64(8),
            url,
            url is null ? RequestUrlState.None
                : reader.GetBoolean(10) ? RequestUrlState.Disabled
                : reader.GetBoolean(11) ? RequestUrlState.Failing
                : RequestUrlState.Active,
            reader.IsDBNull(12) ? null : reader.GetString(12));
    }
}
