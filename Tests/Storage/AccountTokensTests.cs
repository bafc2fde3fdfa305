using Npgsql;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Storage.Tables;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage;

/// <summary>A log-in takes as long as its hash: what happened meanwhile decides whether it gives a token.</summary>
public sealed class AccountTokensTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly AccountRow _account = new(Guid.CreateVersion7(), "Ann", "ann@example.org", "old hash");
    private readonly UserId _user = UserId.New();
    private DataSources _dataSources = null!;
    private AccountsTable _accounts = null!;
    private TeamId _team;

    public async ValueTask InitializeAsync()
    {
        _dataSources = PostgresFixture.Connect(await postgres.CreateMigratedDatabaseAsync());
        _accounts = new AccountsTable(_dataSources);
        await using (var shards = _dataSources.Main.CreateCommand("select count(*) from main.shard"))
        {
            Assert.NotEqual(0L, await shards.ExecuteScalarAsync());
        }

        (var error, _team) = await _accounts.SignUpWithTeam(_account, _user, 3, "team", "team", new TokenRow("first", 1), CancellationToken.None);
        Assert.Equal(AccountError.None, error);
    }

    public ValueTask DisposeAsync() => _dataSources.DisposeAsync();

    [Fact]
    public async Task A_log_in_with_a_password_that_has_been_changed_since_gives_no_token()
    {
        Assert.True(await AddAsync("second"));
        await _accounts.SetPassword(_account.Id, "new hash", "first", CancellationToken.None);

        Assert.False(await AddAsync("third"));

        Assert.Equal(TokenState.Unknown, await StateAsync("third"));
        Assert.Equal((TokenState.Good, TokenState.Revoked), (await StateAsync("first"), await StateAsync("second")));
    }

    [Fact]
    public async Task Who_was_deactivated_meanwhile_gets_no_token_and_their_invites_end()
    {
        var invites = new InvitesTable(_dataSources);
        await invites.Add("code", new InviteUse(_team, _user, 1, []), 1, long.MaxValue, 5, CancellationToken.None);
        await _accounts.SetActive(_team, _user, active: false, CancellationToken.None);

        Assert.False(await AddAsync("second"));

        Assert.Equal(TokenState.Unknown, await StateAsync("second"));
        Assert.Empty(await invites.Open(_team, 1, CancellationToken.None));
        await _accounts.SetActive(_team, _user, active: true, CancellationToken.None);
        Assert.True(await AddAsync("third"));
        Assert.Equal(TokenState.Good, await StateAsync("third"));
    }

    [Fact]
    public async Task A_log_in_beyond_the_most_that_a_member_may_have_ends_the_oldest_and_tells_the_gateways()
    {
        const int More = TokensTable.PerMemberMax - 1;
        await ExecuteAsync(
            $"""
            insert into main.token (token_id, team_id, user_id, account_id, created_ts)
            select 'more' || n, '{_team.Value}', '{_user.Value}', '{_account.Id}'::uuid, 1 + n from generate_series(1, {More}) n
            union all select 'another', '{_team.Value}', 'U0000000002', null::uuid, 0
            """);
        var tokens = new TokensTable(_dataSources);
        var (cursor, _) = await tokens.RevokedSince(-1, CancellationToken.None);

        Assert.True(await AddAsync("last", 1_000));

        Assert.Equal(["first"], (await tokens.RevokedSince(cursor, CancellationToken.None)).TokenIds);
        Assert.Equal((TokenState.Revoked, TokenState.Good), (await StateAsync("first"), await StateAsync("more1")));
        Assert.Equal((TokenState.Good, TokenState.Good), (await StateAsync("last"), await StateAsync("another")));
        Assert.Equal(TokensTable.PerMemberMax, (await tokens.Of(new Caller(_team, _user, null), CancellationToken.None)).Count);
    }

    [Fact]
    public async Task What_an_invite_promised_is_noted_with_the_account_until_it_is_kept()
    {
        var invite = new InviteUse(_team, _user, 1, [new ChannelId("C0000000001"), new ChannelId("C0000000002")]);
        await new InvitesTable(_dataSources).Add("code", invite, 1, long.MaxValue, 5, CancellationToken.None);
        var (guest, guestId) = (new AccountRow(Guid.CreateVersion7(), "Gus", "gus@example.org", "hash"), UserId.New());
        Assert.Equal(AccountError.None, (await _accounts.SignUpByInvite(guest, guestId, "code", new TokenRow("guest", 2), CancellationToken.None)).Error);

        var unkept = (await _accounts.Teams(guest.Id, CancellationToken.None)).Single().Unkept!;
        Assert.Equal((_team, _user, (short)1), (unkept.Team, unkept.By, unkept.Role));
        Assert.Equal(invite.Channels, unkept.Channels);

        await _accounts.SetInviteKept(guestId, CancellationToken.None);
        Assert.Null((await _accounts.Teams(guest.Id, CancellationToken.None)).Single().Unkept);
        Assert.Null((await _accounts.Teams(_account.Id, CancellationToken.None)).Single().Unkept);
    }

    [Fact]
    public async Task A_token_that_is_stored_after_its_app_was_removed_is_none()
    {
        await ExecuteAsync($"insert into main.bot (bot_id, team_id, user_id, name, created_ts) values ('B1', '{_team.Value}', 'U0000000B1', 'bot', 1)");
        await ExecuteAsync(
            $"""
            insert into main.app (app_id, team_id, name, bot_id, user_id, scopes, events, signing_secret, created_by, created_ts)
            values ('A1', '{_team.Value}', 'app', 'B1', 'U0000000B1', array[]::text[], array[]::text[], 'x', '{_user.Value}', 1)
            """);
        await ExecuteAsync($"insert into main.token (token_id, team_id, user_id, bot_id, app_id, created_ts) values ('late', '{_team.Value}', 'U0000000B1', 'B1', 'A1', 1)");
        Assert.Equal(TokenState.Good, await StateAsync("late"));

        await ExecuteAsync("update main.app set removed = true");

        Assert.Equal(TokenState.Revoked, await StateAsync("late"));
    }

    [Fact]
    public async Task A_large_revocation_that_is_committed_late_is_passed_by_by_no_poll()
    {
        const int Count = 300;
        var tokens = new TokensTable(_dataSources);
        await ExecuteAsync(
            $"""
            insert into main.token (token_id, team_id, user_id, created_ts)
            select 'many' || n, '{_team.Value}', '{_user.Value}', 1 from generate_series(1, {Count}) n
            union all select 'another', '{_team.Value}', 'U0000000002', 1
            """);
        await new InvitesTable(_dataSources).Add("code", new InviteUse(_team, _user, 1, []), 1, long.MaxValue, 5, CancellationToken.None);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (cursor, _) = await tokens.RevokedSince(-1, CancellationToken.None);

        // The deactivation draws its numbers, and waits for the invite's row before it commits.
        await using var holder = await _dataSources.Main.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select 1 from main.invite for update", holder))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var late = _accounts.SetActive(_team, _user, active: false, CancellationToken.None);
        await Eventually.TrueAsync("the deactivation waits", async () => await WaitingAsync() == 1);
        var other = tokens.Revoke("another", CancellationToken.None);
        await Eventually.TrueAsync("the other revocation is done or waits", async () => other.IsCompleted || await WaitingAsync() == 2);
        await PollAsync();
        await transaction.CommitAsync();
        await late;
        await other;
        await PollAsync();

        Assert.Equal(Count + 2, seen.Count);

        async Task PollAsync()
        {
            var page = await tokens.RevokedSince(cursor, CancellationToken.None);
            seen.UnionWith(page.TokenIds);
            cursor = page.Last;
        }
    }

    private async Task<long> WaitingAsync()
    {
        await using var command = _dataSources.Main.CreateCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private Task<bool> AddAsync(string token, long createdTs = 2) =>
        _accounts.AddToken(_team, _user, _account, new TokenRow(token, createdTs), CancellationToken.None);

    private async Task<TokenState> StateAsync(string token) => (await new TokensTable(_dataSources).Get(token, CancellationToken.None)).State;

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSources.Main.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
