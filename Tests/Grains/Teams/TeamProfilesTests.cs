using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Teams;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Teams;

/// <summary>Profiles are stored before they are acknowledged, once under their key, and by whom they may be.</summary>
public sealed class TeamProfilesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TeamBench _bench = null!;
    private UserId _owner;
    private UserId _admin;
    private UserId _member;

    public async ValueTask InitializeAsync()
    {
        _bench = await TeamBench.StartAsync(postgres);
        (_owner, _admin, _member) = (_bench.Owner, _bench.Admin, _bench.Someone);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public Task The_next_activation_reads_what_was_acknowledged() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (profiles, _) = await OpenAsync();
        var change = ProfileChange.None with { RealName = "New Name", Title = "t", StatusText = "s" };
        var set = await profiles.Set(Caller(_member), _member, change, Guid.CreateVersion7());
        Assert.Equal((TeamError.None, "New Name", ":speech_balloon:"), (set.Error, set.Member!.RealName, set.Member.Details!.StatusEmoji));

        var (_, next) = await OpenAsync();

        Assert.Equal(set.Member, next.State.Member(_member));
        Assert.Null(next.State.Member(_admin)!.Details);
    });

    [Fact]
    public Task A_retry_under_its_key_changes_nothing_again_and_is_not_refused() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (profiles, team) = await OpenAsync();
        var key = Guid.CreateVersion7();
        var clear = ProfileChange.None with { StatusText = "", StatusEmoji = "" };
        await profiles.Set(Caller(_member), _member, ProfileChange.None with { StatusEmoji = ":a:" }, Guid.CreateVersion7());
        await profiles.Set(Caller(_admin), _member, clear, key);
        await profiles.Set(Caller(_member), _member, ProfileChange.None with { StatusEmoji = ":b:" }, Guid.CreateVersion7());
        var head = team.Chain.Head;

        Assert.Equal(TeamError.None, (await profiles.Set(Caller(_admin), _member, clear, key)).Error);

        // The admin is none any more: the retry still gets the first answer.
        team.State.Set(team.State.Member(_admin)! with { Role = UserRole.Member });
        var again = await profiles.Set(Caller(_admin), _member, clear, key);
        Assert.Equal((TeamError.None, ":b:"), (again.Error, again.Member!.Details!.StatusEmoji));
        Assert.Equal(TeamError.NotAdmin, (await profiles.Set(Caller(_admin), _member, clear, Guid.CreateVersion7())).Error);
        Assert.Equal(head, team.Chain.Head);
    });

    [Fact]
    public Task Admins_change_members_and_owners_change_admins() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (profiles, team) = await OpenAsync();
        Assert.Equal(TeamError.None, await SetAsync(_admin, _member));
        Assert.Equal(TeamError.CantUpdateAdmin, await SetAsync(_admin, _owner));
        Assert.Equal(TeamError.NotAdmin, await SetAsync(_member, _admin));
        Assert.Equal(TeamError.None, await SetAsync(_owner, _admin));
        Assert.Equal(TeamError.None, await SetAsync(_admin, _admin));
        Assert.Equal(TeamError.UserNotFound, await SetAsync(_owner, UserId.New()));
        Assert.Equal(TeamError.UserNotFound, await SetAsync(UserId.New(), _member));
        team.State.Set(team.State.Member(_member)! with { Deleted = true });
        Assert.Equal(TeamError.UserNotFound, await SetAsync(_member, _member));

        async Task<TeamError> SetAsync(UserId by, UserId user) =>
            (await profiles.Set(Caller(by), user, ProfileChange.None with { Title = UserId.New().Value }, Guid.CreateVersion7())).Error;
    });

    [Fact]
    public Task What_changes_nothing_is_not_announced() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (profiles, team) = await OpenAsync();
        await profiles.Set(Caller(_member), _member, ProfileChange.None with { Title = "t" }, Guid.CreateVersion7());
        var head = team.Chain.Head;

        var same = await profiles.Set(Caller(_member), _member, ProfileChange.None with { Title = "t", StatusText = "", StatusEmoji = "" }, Guid.CreateVersion7());

        Assert.Equal((TeamError.None, head), (same.Error, team.Chain.Head));
    });

    [Fact]
    public Task An_address_and_a_bot_lead_to_their_member() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (_, team) = await OpenAsync();
        var bot = Member(UserId.New(), UserRole.Member) with { BotId = "B1", Email = "" };
        var state = team.State;
        state.Set(bot);
        Assert.Equal(bot, state.Bot("B1"));
        Assert.Null(state.Bot("B2"));
        var member = state.Member(_member)!;
        Assert.Equal(member, state.MemberByEmail(member.Email.ToUpperInvariant()));

        // Deactivated, and the address is another's by now; then the first one changes again.
        state.Set(member with { Deleted = true });
        Assert.Null(state.MemberByEmail(member.Email));
        state.Set(state.Member(_admin)! with { Email = member.Email });
        state.Set(member with { Deleted = true, RealName = "x" });
        Assert.Equal(_admin, state.MemberByEmail(member.Email)!.Id);
    });

    private static UserProfile Member(UserId id, UserRole role) => TeamBench.Member(id, role);

    private Caller Caller(UserId user) => _bench.Caller(user);

    private async Task<(TeamProfiles Profiles, TeamParts Team)> OpenAsync()
    {
        var team = await _bench.OpenAsync();
        return (new TeamProfiles(team), team);
    }
}
