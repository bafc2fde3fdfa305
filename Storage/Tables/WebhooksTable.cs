using Npgsql;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Incoming webhooks of the main database: only hashes of their secrets. They go with their app.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class WebhooksTable(DataSources dataSources)
{
    private const string InsertWebhook =
        """
        insert into main.webhook (webhook_id, team_id, app_id, channel_id, secret_hash, created_by, created_ts)
        select $1, $2, $3, $4, $5, $6, $7
        where (select count(*) from main.webhook where app_id = $3) < $8
        """;

    private const string SelectWebhook =
        """
        select a.user_id, a.bot_id, w.channel_id, w.secret_hash
        from main.webhook w
          join main.app a on a.app_id = w.app_id
        where w.webhook_id = $1 and w.team_id = $2 and not a.removed
        """;

    /// <summary>Stores a webhook.</summary>
    /// <returns>False when the app has as many as it may.</returns>
    public async Task<bool> Add(
        Caller caller, string id, string app, ChannelId channel, string secretHash, long createdTs, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(InsertWebhook);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = caller.Team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channel.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = secretHash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = caller.User.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = createdTs });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = IAppsGrain.WebhooksMax });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Finds a webhook, or null.</summary>
    public async Task<WebhookInfo?> Find(TeamId team, string id, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectWebhook);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new WebhookInfo(
                new Caller(team, new UserId(reader.GetString(0)), reader.GetString(1)), new ChannelId(reader.GetString(2)), reader.GetString(3))
            : null;
    }
}
