using Npgsql;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Clients and codes of the main database: only hashes of their secrets.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class OAuthTable(DataSources dataSources)
{
    private const string SetRedirects =
        """
        update main.app set redirect_uris = $3 where team_id = $1 and app_id = $2 and not removed
        """;

    private const string SelectClient =
        """
        select team_id, app_id, client_secret_hash, redirect_uris from main.app where client_id = $1 and not removed
        """;

    private const string DeleteOldCodes =
        """
        delete from main.oauth_code where app_id = $1 and expires_at < clock_timestamp() - interval '1 day'
        """;

    private const string InsertCode =
        """
        insert into main.oauth_code (code_hash, app_id, user_id, scopes, redirect_uri, expires_at)
        select $1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6)
        where (select count(*) from main.oauth_code where app_id = $2 and not used and expires_at > clock_timestamp()) < $7
        """;

    private const string SelectCode =
        """
        select user_id, scopes, redirect_uri, used, expires_at > clock_timestamp() from main.oauth_code where code_hash = $1 and app_id = $2
        """;

    // One statement: of two that present the code at once, one gets the token.
    private const string UseCode =
        """
        with code as (
          update main.oauth_code set used = true
          where code_hash = $1 and app_id = $2 and not used and expires_at > clock_timestamp()
          returning scopes
        )
        insert into main.token (token_id, team_id, user_id, bot_id, created_ts, app_id, app_level, scopes)
        select $3, a.team_id, a.user_id, a.bot_id, $4, a.app_id, false, code.scopes
        from code
          join main.app a on a.app_id = $2 and not a.removed
        """;

    private const string RevokeOldTokens =
        """
        update main.token
        set revoked_number = nextval('main.token_revocation_number')
        where token_id in (
          select token_id
          from main.token
          where app_id = $1 and not app_level and scopes is not null and revoked_number is null
          order by created_ts desc
          offset $2
        )
        """;

    /// <summary>Sets an app's redirect URIs.</summary>
    /// <returns>False when there is no such app.</returns>
    public async Task<bool> Set(TeamId team, string app, string[] uris, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SetRedirects);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = uris });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Finds a client, or null.</summary>
    public async Task<(TeamId Team, string App, string SecretHash, string[] Redirects)?> Client(string clientId, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectClient);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (new TeamId(reader.GetString(0)), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<string[]>(3))
            : null;
    }

    /// <summary>Stores a code.</summary>
    /// <returns>False when the app has as many as it may.</returns>
    public async Task<bool> AddCode(string app, string codeHash, UserId user, string[] scopes, string? redirectUri, CancellationToken cancellationToken)
    {
        await using var delete = dataSources.Main.CreateCommand(DeleteOldCodes);
        delete.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        await delete.ExecuteNonQueryAsync(cancellationToken);
        await using var command = dataSources.Main.CreateCommand(InsertCode);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = codeHash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.Value });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = scopes });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = redirectUri });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = IOAuthGrain.CodeSeconds });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = IOAuthGrain.CodesMax });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Finds a code of an app, or null.</summary>
    public async Task<(UserId User, string[] Scopes, string? RedirectUri, bool IsUsed, bool IsFresh)?> Code(string app, string codeHash, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectCode);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = codeHash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (new UserId(reader.GetString(0)), reader.GetFieldValue<string[]>(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetBoolean(3), reader.GetBoolean(4))
            : null;
    }

    /// <summary>Uses a code up and stores the token that it gives.</summary>
    /// <returns>False when somebody was faster.</returns>
    public async Task<bool> Use(string app, string codeHash, string tokenId, long createdTs, CancellationToken cancellationToken)
    {
        var use = new NpgsqlBatchCommand(UseCode)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = codeHash },
                new NpgsqlParameter<string> { TypedValue = app },
                new NpgsqlParameter<string> { TypedValue = tokenId },
                new NpgsqlParameter<long> { TypedValue = createdTs },
            },
        };

        // One transaction: a code is not used up without its token.
        await using var batch = dataSources.Main.CreateBatch();
        batch.BatchCommands.Add(use);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(TokensTable.LockRevocations));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RevokeOldTokens)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = app }, new NpgsqlParameter<int> { TypedValue = IOAuthGrain.TokensMax } },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return use.RecordsAffected == 1;
    }
}
