using Npgsql;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Request URLs of the main database's apps.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class RequestUrlsTable(DataSources dataSources)
{
    private const string SetUrl =
        """
        update main.app
        set request_url = $3, request_disabled = false, request_failing_at = null, request_fault = null
        where team_id = $1 and app_id = $2 and not removed
        """;

    private const string SelectUrl =
        """
        select app_id, team_id, name, bot_id, user_id, scopes, events, created_by, created_ts,
          request_url, request_disabled, request_failing_at is not null, request_fault, signing_secret
        from main.app
        where team_id = $1 and app_id = $2 and not removed
        """;

    // The same rule as for a claim: given back, or silent for too long.
    private const string SelectUnfed =
        """
        select a.app_id, a.team_id, a.name, a.bot_id, a.user_id, a.scopes, a.events, a.created_by, a.created_ts,
          a.request_url, a.request_disabled, a.request_failing_at is not null, a.request_fault
        from main.app a
          left join main.app_feed f on f.app_id = a.app_id
        where a.request_url is not null and not a.request_disabled and not a.removed and cardinality(a.events) > 0
          and (f.app_id is null or f.gateway = '' or f.saved_at < clock_timestamp() - make_interval(secs => $1))
        order by a.app_id
        limit $2
        """;

    private const string SetState =
        """
        update main.app
        set request_disabled = $4,
          request_failing_at = case when $5 then coalesce(request_failing_at, clock_timestamp()) end,
          request_fault = $6
        where team_id = $1 and app_id = $2 and request_url = $3
        """;

    /// <summary>Sets or clears an app's URL.</summary>
    /// <returns>False when there is no such app.</returns>
    public async Task<bool> Set(TeamId team, string app, string? url, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SetUrl);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = url });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Finds an app with its URL, if it has one, and its secret; or null.</summary>
    public async Task<AppRequestUrl?> Find(TeamId team, string app, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectUrl);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new AppRequestUrl(AppsTable.Read(reader), reader.GetString(13)) : null;
    }

    /// <summary>Lists apps whose URL gets events from no gateway.</summary>
    public async Task<List<AppInfo>> Unfed(CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectUnfed);
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = IAppGrain.ClaimSeconds });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = IAppsGrain.UnfedMax });
        var apps = new List<AppInfo>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            apps.Add(AppsTable.Read(reader));
        }

        return apps;
    }

    /// <summary>Stores how deliveries to a URL go.</summary>
    public async Task Report(TeamId team, string app, string url, RequestUrlState state, string? fault, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SetState);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = url });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = state == RequestUrlState.Disabled });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = state != RequestUrlState.Active });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = fault });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
