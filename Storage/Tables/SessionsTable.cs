using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Session records, on the team's shard. Hints: they commit without waiting for the other master.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class SessionsTable(DataSources dataSources)
{
    private const string InsertSession =
        """
        insert into session (session_id, team_id, user_id, token_id, gateway, claim, cursors, state, saved_ts)
        values ($1, $2, $3, $4, '', 0, $5, 0, $6)
        """;

    private const string ClaimSession =
        """
        update session
        set claim = claim + 1, gateway = $3, state = 1, saved_ts = $4, number = 0
        from (select session_id, state as old_state, saved_ts as old_saved_ts, gateway as old_gateway from session where team_id = $1 and session_id = $2 for update) old
        where session.session_id = old.session_id
        returning session.user_id, session.token_id, session.claim, session.cursors::text, old.old_state, old.old_saved_ts
        """;

    private const string SelectLiveSessions =
        """
        select session_id, gateway, claim, state
        from session
        where team_id = $1 and user_id = $2 and token_id = $5 and saved_ts > $3 and (state in (1, 2) or (state = 0 and claim > 0))
        order by state = 0, saved_ts desc
        limit $4
        """;

    // The copy is as old as what it copies, so that copies of copies do not outlive the time to resume.
    private const string CopySession =
        """
        insert into session (session_id, team_id, user_id, token_id, gateway, claim, cursors, state, saved_ts)
        select $3, team_id, user_id, $4, '', 1, cursors, 0, saved_ts
        from session
        where team_id = $1 and session_id = $2
        returning user_id, claim, cursors::text
        """;

    // Compare-and-set on the claim: of two start payloads only one takes it.
    private const string TakeSession =
        """
        update session
        set claim = claim + 1, state = 0, gateway = '', token_id = $4, saved_ts = $5, number = 0
        where team_id = $1 and session_id = $2 and claim = $3
        returning user_id, claim, cursors::text
        """;

    private const string SelectSession =
        """
        select gateway, claim, state from session where team_id = $1 and session_id = $2
        """;

    private const string SaveCursors =
        """
        update session set cursors = $4, number = 9223372036854775807 where team_id = $1 and session_id = $2 and claim = $3
        """;

    private const string SaveSessions =
        """
        update session s
        set cursors = n.cursors, state = n.state, saved_ts = $6, number = n.number
        from unnest($2::text[], $3::int[], $4::jsonb[], $5::smallint[], $7::bigint[]) n (session_id, claim, cursors, state, number)
        where s.team_id = $1 and s.session_id = n.session_id and s.claim = n.claim and s.number < n.number
        """;

    private const string SelectClaimed =
        """
        select s.session_id
        from session s
          join unnest($2::text[], $3::int[]) n (session_id, claim) on s.session_id = n.session_id and s.claim = n.claim
        where s.team_id = $1
        """;

    private const string DeleteOldSessions =
        """
        delete from session where session_id in (select session_id from session where user_id = $1 and saved_ts < $2 limit 20)
        """;

    /// <summary>Stores a new session; old ones of the same member are swept.</summary>
    public async Task Insert(ShardRoute route, SessionRecord session, long sweepBefore, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(InsertSession)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = session.Id },
                        new NpgsqlParameter<string> { TypedValue = session.Team.Value },
                        new NpgsqlParameter<string> { TypedValue = session.User.Value },
                        new NpgsqlParameter<string> { TypedValue = session.TokenId },
                        new NpgsqlParameter<string> { TypedValue = Format(session.Cursors), NpgsqlDbType = NpgsqlDbType.Jsonb },
                        new NpgsqlParameter<long> { TypedValue = session.SavedAt },
                    },
                },
                new NpgsqlBatchCommand(DeleteOldSessions)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = session.User.Value },
                        new NpgsqlParameter<long> { TypedValue = sweepBefore },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes the session for a gateway: the record with its new claim, and its state and time before; null when there is none.</summary>
    public async Task<(SessionRecord Session, SessionState Before, long SavedBefore)?> Claim(
        ShardRoute route, TeamId team, string id, string gateway, long now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(ClaimSession, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = id },
                new NpgsqlParameter<string> { TypedValue = gateway },
                new NpgsqlParameter<long> { TypedValue = now },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var session = new SessionRecord(
            id,
            team,
            new UserId(reader.GetString(0)),
            reader.GetString(1),
            gateway,
            reader.GetInt32(2),
            Parse(reader.GetString(3)),
            SessionState.Open,
            now);
        return (session, (SessionState)reader.GetInt16(4), reader.GetInt64(5));
    }

    /// <summary>
    /// Lists the sessions of a member's token that had a socket and were saved after a time, newest first; last those that a start
    /// payload has taken over but no socket has claimed since.
    /// </summary>
    public async Task<List<(string Id, string Gateway, int Claim, SessionState State)>> Recent(
        ShardRoute route, TeamId team, UserId user, string tokenId, long savedAfter, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectLiveSessions, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = user.Value },
                new NpgsqlParameter<long> { TypedValue = savedAfter },
                new NpgsqlParameter<int> { TypedValue = countMax },
                new NpgsqlParameter<string> { TypedValue = tokenId },
            },
        };
        var sessions = new List<(string, string, int, SessionState)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add((reader.GetString(0), reader.GetString(1), reader.GetInt32(2), (SessionState)reader.GetInt16(3)));
        }

        return sessions;
    }

    /// <summary>Takes a session over for a new start payload, if its claim is still that; else null.</summary>
    public async Task<SessionRecord?> Take(
        ShardRoute route, TeamId team, string id, int claim, string tokenId, long now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(TakeSession, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = id },
                new NpgsqlParameter<int> { TypedValue = claim },
                new NpgsqlParameter<string> { TypedValue = tokenId },
                new NpgsqlParameter<long> { TypedValue = now },
            },
        };
        return await ReadIssued(command, team, id, tokenId, now, cancellationToken);
    }

    /// <summary>Makes a session with the cursors of another, which stays as it is; null when that is gone.</summary>
    public async Task<SessionRecord?> Copy(
        ShardRoute route, TeamId team, string from, string id, string tokenId, long now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(CopySession, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = from },
                new NpgsqlParameter<string> { TypedValue = id },
                new NpgsqlParameter<string> { TypedValue = tokenId },
            },
        };
        return await ReadIssued(command, team, id, tokenId, now, cancellationToken);
    }

    /// <summary>Tells which gateway has a session under which claim; null when there is no such session.</summary>
    public async Task<(string Gateway, int Claim, SessionState State)?> Find(ShardRoute route, TeamId team, string id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SelectSession, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = team.Value }, new NpgsqlParameter<string> { TypedValue = id } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetString(0), reader.GetInt32(1), (SessionState)reader.GetInt16(2))
            : null;
    }

    /// <summary>Saves the cursors that a gateway gave when it let a session go: the last ones of their claim.</summary>
    public async Task SaveReleased(
        ShardRoute route, TeamId team, string id, int claim, ImmutableDictionary<string, long> cursors, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var command = new NpgsqlCommand(SaveCursors, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Value },
                new NpgsqlParameter<string> { TypedValue = id },
                new NpgsqlParameter<int> { TypedValue = claim },
                new NpgsqlParameter<string> { TypedValue = Format(cursors), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Saves sessions whose claim is still the stored one, unless a newer state of that claim has been saved.</summary>
    /// <returns>The ids whose claim is the stored one.</returns>
    public async Task<HashSet<string>> Save(
        ShardRoute route, TeamId team, ImmutableArray<SessionRecord> sessions, long now, CancellationToken cancellationToken)
    {
        string[] ids = [.. sessions.Select(s => s.Id)];
        int[] claims = [.. sessions.Select(s => s.Claim)];
        await using var connection = await dataSources.OpenAsync(route, cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(SaveSessions)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = team.Value },
                        new NpgsqlParameter<string[]> { TypedValue = ids },
                        new NpgsqlParameter<int[]> { TypedValue = claims },
                        new NpgsqlParameter<string[]> { TypedValue = [.. sessions.Select(s => Format(s.Cursors))], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
                        new NpgsqlParameter<short[]> { TypedValue = [.. sessions.Select(s => (short)s.State)] },
                        new NpgsqlParameter<long> { TypedValue = now },
                        new NpgsqlParameter<long[]> { TypedValue = [.. sessions.Select(s => s.Number)] },
                    },
                },
                new NpgsqlBatchCommand(SelectClaimed)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = team.Value },
                        new NpgsqlParameter<string[]> { TypedValue = ids },
                        new NpgsqlParameter<int[]> { TypedValue = claims },
                    },
                },
            },
        };
        var claimed = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(reader.GetString(0));
        }

        return claimed;
    }

    private static async Task<SessionRecord?> ReadIssued(
        NpgsqlCommand command, TeamId team, string id, string tokenId, long now, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new SessionRecord(
                id, team, new UserId(reader.GetString(0)), tokenId, "", reader.GetInt32(1), Parse(reader.GetString(2)), SessionState.Issued, now)
            : null;
    }

    private static string Format(ImmutableDictionary<string, long> cursors) => JsonSerializer.Serialize(cursors);

    private static ImmutableDictionary<string, long> Parse(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(json)!.ToImmutableDictionary(StringComparer.Ordinal);
}
