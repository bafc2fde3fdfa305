using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Teams;
using OrleansSocial.Storage.Tables;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Teams;

/// <summary>A deactivation is two steps: the main database's and the team's. Cut short between them, the member is out.</summary>
public sealed class TeamPeopleTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TeamBench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await TeamBench.StartAsync(postgres);
        await ExecuteAsync($"insert into main.team (team_id, number, name, domain, created_ts) values ('{_bench.Team}', 2, 'team', 'team', 1)");
        await ExecuteAsync("insert into main.account (account_id, email, name, password_hash, created_ts) values (gen_random_uuid(), 'a@example.org', 'a', 'x', 1)");
        await ExecuteAsync(
            $"""
            insert into main.account_member (account_id, team_id, user_id, role)
            select account_id, '{_bench.Team}', '{_bench.Someone}', 1 from main.account
            """);
        await AddTokenAsync("first");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public Task Who_is_deactivated_is_out_before_the_team_says_so_and_comes_back_after_it() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (people, _) = await OpenAsync(isLost: true);
        Assert.Equal(TeamError.Unavailable, await SetActiveAsync(people, active: false));
        Assert.Equal((TokenState.Inactive, true), (await StateAsync("first"), await IsKeptOutAsync()));

        (people, var team) = await OpenAsync();
        Assert.False(team.State.Member(_bench.Someone)!.Deleted);
        Assert.Equal(TeamError.None, await SetActiveAsync(people, active: false));
        Assert.True(team.State.Member(_bench.Someone)!.Deleted);

        (people, _) = await OpenAsync(isLost: true);
        Assert.Equal(TeamError.Unavailable, await SetActiveAsync(people, active: true));
        Assert.True(await IsKeptOutAsync());

        (people, team) = await OpenAsync();
        Assert.Equal(TeamError.None, await SetActiveAsync(people, active: true));
        Assert.Equal((false, false), (team.State.Member(_bench.Someone)!.Deleted, await IsKeptOutAsync()));
    });

    [Fact]
    public Task A_repeat_does_the_step_that_a_release_before_left_out() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (people, team) = await OpenAsync();
        team.State.Set(team.State.Member(_bench.Someone)! with { Deleted = true });

        Assert.Equal(TeamError.MemberInactive, await new TeamProfiles(team).Ensure(TeamBench.Member(_bench.Someone, UserRole.Member)));
        Assert.Equal(TokenState.Good, await StateAsync("first"));
        Assert.Equal(TeamError.None, await SetActiveAsync(people, active: false));

        Assert.Equal((TokenState.Inactive, true), (await StateAsync("first"), await IsKeptOutAsync()));
    });

    [Fact]
    public Task Who_may_not_deactivate_ends_nothing() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (people, _) = await OpenAsync();
        foreach (var user in new[] { _bench.Guest, _bench.Someone })
        {
            Assert.Equal(TeamError.RestrictedAction, await people.SetActive(_bench.Caller(user), _bench.Someone, active: false, Guid.CreateVersion7()));
        }

        Assert.Equal((TokenState.Good, false), (await StateAsync("first"), await IsKeptOutAsync()));
    });

    private Task<TeamError> SetActiveAsync(TeamPeople people, bool active) =>
        people.SetActive(_bench.Caller(_bench.Owner), _bench.Someone, active, Guid.CreateVersion7());

    /// <summary>Opens an activation; a lost one can store nothing any more.</summary>
    private async Task<(TeamPeople People, TeamParts Team)> OpenAsync(bool isLost = false)
    {
        var team = await _bench.OpenAsync();
        if (isLost)
        {
            await _bench.OpenAsync();
        }

        return (new TeamPeople(team.Chain, team.State, team.Services.Audit, team.Services.Accounts), team);
    }

    private async Task<TokenState> StateAsync(string token) => (await new TokensTable(_bench.DataSources).Get(token, CancellationToken.None)).State;

    private async Task<bool> IsKeptOutAsync()
    {
        await using var command = _bench.DataSources.Main.CreateCommand("select deactivated from main.account_member");
        return await command.ExecuteScalarAsync() is true;
    }

    private Task AddTokenAsync(string token) =>
        ExecuteAsync($"insert into main.token (token_id, team_id, user_id, created_ts) values ('{token}', '{_bench.Team}', '{_bench.Someone}', 1)");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _bench.DataSources.Main.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
