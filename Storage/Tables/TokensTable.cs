using System.Collections.Immutable;
using Npgsql;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Tokens of the main database: only their hashes.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class TokensTable(DataSources dataSources)
{
    /// <summary>The most revocations in a page.</summary>
    public const int RevocationsMax = 1_000;

    /// <summary>The most good tokens of a member: a log-in beyond it ends the oldest. Whoever lists them sees all.</summary>
    public const int PerMemberMax = 200;

    /// <summary>
    /// Goes before whatever draws revocation numbers, in its transaction: numbers are committed in their order, and no poller passes a late
    /// one by. A statement of its own, so that what follows sees what the holder before committed.
    /// </summary>
    internal const string LockRevocations =
        """
        select pg_advisory_xact_lock('main.token_revocation_number'::regclass::oid::bigint)
        """;

    // Processes of a release before this lock draw without it while an upgrade rolls: a poller reads this many again.
    private const int RevocationOverlap = 100;

    private const string SelectToken =
        """
        select t.team_id, t.user_id, t.bot_id, case when a.removed then 0 else t.revoked_number end, t.app_id, t.app_level, coalesce(t.scopes, a.scopes),
          m.deactivated
        from main.token t
          left join main.app a on a.app_id = t.app_id
          left join main.account_member m on m.user_id = t.user_id
        where t.token_id = $1
        """;

    private const string RevokeToken =
        """
        update main.token set revoked_number = nextval('main.token_revocation_number') where token_id = $1 and revoked_number is null
        """;

    private const string SelectTokensOfUser =
        """
        select token_id, created_ts
        from main.token
        where team_id = $1 and user_id = $2 and revoked_number is null
        order by created_ts desc
        limit $3
        """;

    private const string SelectRevocations =
        """
        select revoked_number, token_id from main.token where revoked_number > $1 order by revoked_number limit $2
        """;

    private const string SelectLastRevocation =
        """
        select coalesce(max(revoked_number), 0) from main.token
        """;

    /// <summary>Looks a token up.</summary>
    public async Task<TokenIdentity> Get(string tokenId, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectToken);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tokenId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return new TokenIdentity(TokenState.Unknown, null, tokenId);
        }

        var caller = new Caller(new TeamId(reader.GetString(0)), new UserId(reader.GetString(1)), reader.IsDBNull(2) ? null : reader.GetString(2));
        return reader.IsDBNull(3)
            ? new TokenIdentity(TokenState.Good, caller, tokenId, GrantOf(reader))
            : new TokenIdentity(!reader.IsDBNull(7) && reader.GetBoolean(7) ? TokenState.Inactive : TokenState.Revoked, null, tokenId);
    }

    /// <summary>Revokes a token; a second time changes nothing.</summary>
    public async Task Revoke(string tokenId, CancellationToken cancellationToken)
    {
        await using var batch = dataSources.Main.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LockRevocations));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RevokeToken) { Parameters = { new NpgsqlParameter<string> { TypedValue = tokenId } } });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lists a member's good tokens, newest first.</summary>
    public async Task<List<MemberSession>> Of(Caller caller, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectTokensOfUser);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = caller.Team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = caller.User.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PerMemberMax });
        var sessions = new List<MemberSession>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(new MemberSession(reader.GetString(0), reader.GetInt64(1)));
        }

        return sessions;
    }

    /// <summary>Lists revocations after a number, some before it again.</summary>
    public async Task<RevocationPage> RevokedSince(long number, CancellationToken cancellationToken)
    {
        if (number < 0)
        {
            await using var newest = dataSources.Main.CreateCommand(SelectLastRevocation);
            return new RevocationPage((long)(await newest.ExecuteScalarAsync(cancellationToken) ?? 0L), []);
        }

        await using var command = dataSources.Main.CreateCommand(SelectRevocations);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Math.Max(0, number - RevocationOverlap) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = RevocationsMax });
        var ids = ImmutableArray.CreateBuilder<string>();
        var last = number;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            last = Math.Max(last, reader.GetInt64(0));
            ids.Add(reader.GetString(1));
        }

        return new RevocationPage(last, ids.ToImmutable());
    }

    private static AppGrant? GrantOf(NpgsqlDataReader reader) =>
        reader.IsDBNull(4) ? null : new AppGrant(reader.GetString(4), reader.GetBoolean(5), [.. reader.GetFieldValue<string[]>(6)]);
}
