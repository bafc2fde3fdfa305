using Npgsql;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Invites of the main database: only hashes of their codes.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class InvitesTable(DataSources dataSources)
{
    /// <summary>The most invites that are listed, newest first.</summary>
    public const int ListedMax = 200;

    private const string InsertInvite =
        """
        insert into main.invite (code_hash, team_id, created_by, created_ts, expires_ts, uses_max, role, channels)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    private const string SelectInvites =
        """
        select code_hash, created_by, created_ts, expires_ts, uses_max, uses, role
        from main.invite
        where team_id = $1 and expires_ts > $2 and uses < uses_max and not revoked
        order by created_ts desc
        limit $3
        """;

    private const string RevokeInvite =
        """
        update main.invite set revoked = true where team_id = $1 and code_hash = $2 and not revoked
        """;

    /// <summary>Stores an invite.</summary>
    public async Task Add(string codeHash, InviteUse gives, long createdTs, long expiresTs, int usesMax, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(InsertInvite);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = codeHash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = gives.Team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = gives.By.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = createdTs });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = expiresTs });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = usesMax });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = gives.Role });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. gives.Channels.Select(c => c.Value)] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lists a team's invites that still let somebody in, newest first.</summary>
    public async Task<List<InviteInfo>> Open(TeamId team, long now, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectInvites);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ListedMax });
        var invites = new List<InviteInfo>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            invites.Add(new InviteInfo(
                reader.GetString(0),
                new UserId(reader.GetString(1)),
                reader.GetInt64(2),
                reader.GetInt64(3),
                reader.GetInt32(4),
                reader.GetInt32(5),
                (UserRole)reader.GetInt16(6)));
        }

        return invites;
    }

    /// <summary>Ends an invite.</summary>
    /// <returns>False when the team has no such invite.</returns>
    public async Task<bool> Revoke(TeamId team, string id, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(RevokeInvite);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
