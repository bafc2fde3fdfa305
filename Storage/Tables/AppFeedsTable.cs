using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Where apps' events have got to, in the main database: one row an app, gone with it.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class AppFeedsTable(DataSources dataSources)
{
    // The database's clock decides: gateways' clocks may differ.
    private const string ClaimFeed =
        """
        insert into main.app_feed as f (app_id, gateway, claim, cursors, saved_at)
        values ($1, $2, 1, $3, clock_timestamp())
        on conflict (app_id) do update
        set gateway = $2,
          claim = f.claim + 1,
          cursors = case when f.saved_at < clock_timestamp() - make_interval(secs => $5) then excluded.cursors else f.cursors end,
          saved_at = clock_timestamp()
        where f.gateway in ('', $2) or f.saved_at < clock_timestamp() - make_interval(secs => $4)
        returning claim, cursors
        """;

    private const string SaveFeed =
        """
        update main.app_feed
        set cursors = $4, saved_at = clock_timestamp(), gateway = case when $5 then '' else gateway end
        where app_id = $1 and gateway = $2 and claim = $3
        """;

    // Events are kept from where they were, as if the app had been away; for one that had nothing kept, from now on.
    private const string ResetFeed =
        """
        insert into main.app_feed as f (app_id, gateway, claim, cursors, saved_at)
        values ($1, '', 1, $2, clock_timestamp())
        on conflict (app_id) do update
        set gateway = '',
          claim = f.claim + 1,
          cursors = case when f.saved_at < clock_timestamp() - make_interval(secs => $3) then excluded.cursors else f.cursors end,
          saved_at = clock_timestamp()
        """;

    /// <summary>Takes the claim from whoever has it, and keeps what happens from now on.</summary>
    /// <param name="app">The app.</param>
    /// <param name="heads">Where it begins if nothing is stored.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task Reset(string app, ImmutableDictionary<string, long> heads, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(ResetFeed);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(heads), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = IAppGrain.KeptSeconds });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Claims an app's feed; null while another gateway has it.</summary>
    /// <param name="app">The app.</param>
    /// <param name="gateway">Who claims.</param>
    /// <param name="heads">Where it begins if nothing, or nothing good any more, is stored.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<AppFeedClaim?> Claim(string app, string gateway, ImmutableDictionary<string, long> heads, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(ClaimFeed);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = gateway });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(heads), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = IAppGrain.ClaimSeconds });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = IAppGrain.KeptSeconds });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new AppFeedClaim(
                reader.GetInt64(0),
                JsonSerializer.Deserialize<Dictionary<string, long>>(reader.GetString(1))!.ToImmutableDictionary(StringComparer.Ordinal))
            : null;
    }

    /// <summary>Saves cursors under a claim, or gives it back.</summary>
    /// <returns>False when the claim is lost.</returns>
    public async Task<bool> Save(
        string app, string gateway, long claim, ImmutableDictionary<string, long> cursors, bool release, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SaveFeed);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = gateway });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = claim });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(cursors), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = release });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
