using System.Collections.Immutable;
using Npgsql;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Accounts, their teams, bots and invites of the main database. Each change is one transaction.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class AccountsTable(DataSources dataSources)
{
    private const string InsertAccount =
        """
        insert into main.account (account_id, email, name, password_hash, created_ts)
        values ($1, $2, $3, $4, $5)
        on conflict (email) do nothing
        """;

    private const string SelectAccount =
        """
        select account_id, name, password_hash from main.account where email = $1
        """;

    private const string SelectAccountOfUser =
        """
        select a.account_id, a.name, a.email, a.password_hash
        from main.account a
          join main.account_member m on m.account_id = a.account_id
        where m.user_id = $1
        """;

    private const string SelectTeamsOfAccount =
        """
        select m.team_id, m.user_id, m.role, t.domain, m.deactivated, m.invited_by, m.invited_channels
        from main.account_member m
          join main.team t on t.team_id = m.team_id
        where m.account_id = $1
        order by m.team_id
        limit 1000
        """;

    private const string UseInvite =
        """
        update main.invite
        set uses = uses + 1
        where code_hash = $1 and expires_ts > $2 and uses < uses_max and not revoked
        returning team_id, created_by, role, channels
        """;

    private const string UpdatePassword =
        """
        update main.account set password_hash = $2 where account_id = $1
        """;

    private const string RevokeOtherTokens =
        """
        update main.token
        set revoked_number = nextval('main.token_revocation_number')
        where account_id = $1 and token_id <> $2 and revoked_number is null
        """;

    private const string UpdateActive =
        """
        update main.account_member set deactivated = $3 where team_id = $1 and user_id = $2
        """;

    private const string RevokeTokensOfUser =
        """
        update main.token
        set revoked_number = nextval('main.token_revocation_number')
        where team_id = $1 and user_id = $2 and revoked_number is null
        """;

    // A shard takes even and odd teams alike: the parity is the home side, not the shard.
    private const string InsertTeam =
        """
        with n as (select nextval('main.team_number') as number)
        select number from n
        """;

    private const string InsertTeamRow =
        """
        insert into main.team (team_id, number, name, domain, created_ts) values ($1, $2, $3, $4, $5) on conflict (domain) do nothing
        """;

    private const string InsertPlacement =
        """
        insert into main.placement (team_id, shard)
        select $1, shard from main.shard order by shard offset (($2::bigint / 2) % (select count(*) from main.shard)) limit 1
        """;

    private const string InsertMember =
        """
        insert into main.account_member (account_id, team_id, user_id, role, invited_by, invited_channels) values ($1, $2, $3, $4, $5, $6)
        """;

    private const string KeepInvite =
        """
        update main.account_member set invited_by = null, invited_channels = null where user_id = $1
        """;

    private const string InsertBot =
        """
        insert into main.bot (bot_id, team_id, user_id, name, created_ts) values ($1, $2, $3, $4, $5)
        """;

    private const string InsertToken =
        """
        insert into main.token (token_id, team_id, user_id, bot_id, account_id, created_ts) values ($1, $2, $3, $4, $5, $6)
        """;

    // Not after a new password or a deactivation: those wait for this one, or this one for them.
    private const string InsertTokenOfMember =
        """
        insert into main.token (token_id, team_id, user_id, account_id, created_ts)
        select $1, m.team_id, m.user_id, a.account_id, $5
        from main.account a
          join main.account_member m on m.account_id = a.account_id
        where m.team_id = $2 and m.user_id = $3 and a.account_id = $4 and a.password_hash = $6 and not m.deactivated
        for share
        """;

    private const string HasTokensOver =
        """
        select true from main.token where user_id = $1 and revoked_number is null offset $2 limit 1
        """;

    private const string RevokeTokensOver =
        """
        update main.token
        set revoked_number = nextval('main.token_revocation_number')
        where token_id in (
          select token_id from main.token where user_id = $1 and revoked_number is null order by created_ts desc, token_id offset $2)
        """;

    private const string RevokeInvitesOfUser =
        """
        update main.invite set revoked = true where team_id = $1 and created_by = $2 and not revoked
        """;

    /// <summary>Finds an account by its address, or null.</summary>
    public async Task<AccountRow?> Find(string email, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectAccount);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = email });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new AccountRow(reader.GetGuid(0), reader.GetString(1), email, reader.GetString(2))
            : null;
    }

    /// <summary>Finds the account of a member, or null (a bot has none).</summary>
    public async Task<AccountRow?> FindByUser(UserId user, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectAccountOfUser);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new AccountRow(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3))
            : null;
    }

    /// <summary>Lists the teams that an account is in.</summary>
    public async Task<List<AccountTeam>> Teams(Guid account, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectTeamsOfAccount);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = account });
        var teams = new List<AccountTeam>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (team, role) = (new TeamId(reader.GetString(0)), reader.GetInt16(2));
            var unkept = reader.IsDBNull(5) ? null : new InviteUse(team, new UserId(reader.GetString(5)), role, Channels(reader, 6));
            teams.Add(new AccountTeam(team, new UserId(reader.GetString(1)), role, reader.GetString(3), reader.GetBoolean(4), unkept));
        }

        return teams;
    }

    /// <summary>Makes an account into an invite's team; the invite's channels are noted until <see cref="SetInviteKept"/>.</summary>
    public async Task<(AccountError Error, InviteUse? Invite)> SignUpByInvite(
        AccountRow account, UserId user, string inviteHash, TokenRow token, CancellationToken cancellationToken)
    {
        InviteUse? used = null;
        var (error, _) = await InTransaction(
            async connection =>
            {
                used = await Use(connection, inviteHash, token.CreatedTs);
                if (used is null)
                {
                    return (AccountError.InvalidInvite, default(TeamId));
                }

                return await Insert(connection, account, token.CreatedTs)
                    ? await AddMember(connection, account.Id, used.Team, user, used.Role, token, used)
                    : (AccountError.EmailTaken, default);
            },
            cancellationToken);
        return (error, used);
    }

    /// <summary>Notes that a member has what their invite promised.</summary>
    public async Task SetInviteKept(UserId user, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.Main.OpenConnectionAsync(cancellationToken);
        await Execute(connection, KeepInvite, user.Value);
    }

    /// <summary>Makes an account with a new team.</summary>
    public Task<(AccountError Error, TeamId Team)> SignUpWithTeam(
        AccountRow account, UserId user, short role, string name, string domain, TokenRow token, CancellationToken cancellationToken) =>
        InTransaction(
            async connection => await Insert(connection, account, token.CreatedTs)
                ? await NewTeam(connection, account.Id, user, role, name, domain, token)
                : (AccountError.EmailTaken, default(TeamId)),
            cancellationToken);

    /// <summary>Makes a further team of an account.</summary>
    public Task<(AccountError Error, TeamId Team)> CreateTeam(
        Guid account, UserId user, short role, string name, string domain, TokenRow token, CancellationToken cancellationToken) =>
        InTransaction(connection => NewTeam(connection, account, user, role, name, domain, token), cancellationToken);

    /// <summary>Makes a bot with its token.</summary>
    public Task<(AccountError Error, TeamId Team)> CreateBot(
        TeamId team, UserId user, string botId, string name, TokenRow token, CancellationToken cancellationToken) =>
        InTransaction(
            async connection =>
            {
                await Execute(connection, InsertBot, botId, team.Value, user.Value, name, token.CreatedTs);
                await InsertTokenRow(connection, team, user, botId, null, token);
                return (AccountError.None, team);
            },
            cancellationToken);

    /// <summary>
    /// Stores a token of a member, unless the password is another since it was checked, or the member is kept out. The oldest beyond
    /// <see cref="TokensTable.PerMemberMax"/> end in the same transaction.
    /// </summary>
    /// <returns>False when it was not stored.</returns>
    public async Task<bool> AddToken(TeamId team, UserId user, AccountRow account, TokenRow token, CancellationToken cancellationToken)
    {
        var stored = false;
        await InTransaction(
            async connection =>
            {
                stored = await Execute(connection, InsertTokenOfMember, token.Id, team.Value, user.Value, account.Id, token.CreatedTs, account.PasswordHash) == 1;
                if (stored && await Scalar(connection, HasTokensOver, user.Value, TokensTable.PerMemberMax) is not null)
                {
                    await Execute(connection, TokensTable.LockRevocations);
                    await Execute(connection, RevokeTokensOver, user.Value, TokensTable.PerMemberMax);
                }

                return (AccountError.None, team);
            },
            cancellationToken);
        return stored;
    }

    /// <summary>Replaces a password and ends all other sessions of the account, in one transaction.</summary>
    public Task SetPassword(Guid account, string passwordHash, string keptTokenId, CancellationToken cancellationToken) =>
        InTransaction(
            async connection =>
            {
                await Execute(connection, UpdatePassword, account, passwordHash);
                await Execute(connection, TokensTable.LockRevocations);
                await Execute(connection, RevokeOtherTokens, account, keptTokenId);
                return (AccountError.None, default(TeamId));
            },
            cancellationToken);

    /// <summary>Keeps a member out, or lets them in again; out, all their tokens and invites end in the same transaction.</summary>
    public Task SetActive(TeamId team, UserId user, bool active, CancellationToken cancellationToken) =>
        InTransaction(
            async connection =>
            {
                await Execute(connection, UpdateActive, team.Value, user.Value, !active);
                if (!active)
                {
                    await Execute(connection, TokensTable.LockRevocations);
                    await Execute(connection, RevokeTokensOfUser, team.Value, user.Value);
                    await Execute(connection, RevokeInvitesOfUser, team.Value, user.Value);
                }

                return (AccountError.None, team);
            },
            cancellationToken);

    private static ImmutableArray<ChannelId> Channels(NpgsqlDataReader reader, int column) =>
        [.. reader.GetFieldValue<string[]>(column).Select(c => new ChannelId(c))];

    private static async Task<InviteUse?> Use(NpgsqlConnection connection, string inviteHash, long now)
    {
        await using var command = Command(connection, UseInvite, [inviteHash, now]);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? new InviteUse(
                new TeamId(reader.GetString(0)), new UserId(reader.GetString(1)), reader.GetInt16(2), Channels(reader, 3))
            : null;
    }

    private static async Task<bool> Insert(NpgsqlConnection connection, AccountRow account, long now) =>
        await Execute(connection, InsertAccount, account.Id, account.Email, account.Name, account.PasswordHash, now) == 1;

    private static async Task<(AccountError Error, TeamId Team)> NewTeam(
        NpgsqlConnection connection, Guid account, UserId user, short role, string name, string domain, TokenRow token)
    {
        var number = (long)(await Scalar(connection, InsertTeam) ?? throw new InvalidOperationException("No team number."));
        var team = TeamId.FromNumber(number);
        if (await Execute(connection, InsertTeamRow, team.Value, number, name, domain, token.CreatedTs) == 0)
        {
            return (AccountError.DomainTaken, default);
        }

        await Execute(connection, InsertPlacement, team.Value, number);
        return await AddMember(connection, account, team, user, role, token);
    }

    private static async Task<(AccountError Error, TeamId Team)> AddMember(
        NpgsqlConnection connection, Guid account, TeamId team, UserId user, short role, TokenRow token, InviteUse? invite = null)
    {
        var channels = invite is { Channels.Length: > 0 } ? invite : null;
        await Execute(
            connection, InsertMember, account, team.Value, user.Value, role,
            (object?)channels?.By.Value ?? DBNull.Value, (object?)channels?.Channels.Select(c => c.Value).ToArray() ?? DBNull.Value);
        await InsertTokenRow(connection, team, user, null, account, token);
        return (AccountError.None, team);
    }

    private static Task<int> InsertTokenRow(NpgsqlConnection connection, TeamId team, UserId user, string? botId, Guid? account, TokenRow token) =>
        Execute(connection, InsertToken, token.Id, team.Value, user.Value, (object?)botId ?? DBNull.Value, (object?)account ?? DBNull.Value, token.CreatedTs);

    private static async Task<int> Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteScalarAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private async Task<(AccountError Error, TeamId Team)> InTransaction(
        Func<NpgsqlConnection, Task<(AccountError Error, TeamId Team)>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dataSources.Main.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(connection);
        if (result.Error == AccountError.None)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return result;
    }
}
