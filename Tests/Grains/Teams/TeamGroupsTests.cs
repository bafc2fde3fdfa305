using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Teams;
using OrleansSocial.Storage.Tables;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Grains.Teams;

/// <summary>User groups are stored before they are acknowledged, once under their key, within their bounds, and by admins alone.</summary>
public sealed class TeamGroupsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly ChannelId _open = ChannelId.New(isPrivate: false);
    private readonly ChannelId _hidden = ChannelId.New(isPrivate: false);
    private TeamBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await TeamBench.StartAsync(postgres);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public Task The_next_activation_reads_what_was_acknowledged() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (groups, _) = await OpenAsync();
        var made = (await CreateAsync(groups, "Ops & Co", "ops", "<d>", _open.Value)).Group!;
        Assert.True(made.CreatedTs > 0 && made.CreatedTs == made.UpdatedTs && made.DeletedTs == 0);
        await groups.SetUsers(Admin, made.Id, [_bench.Someone.Value, _bench.Guest.Value], Key());
        await groups.Update(Owner, made.Id, new GroupChange("Operations", null, null, null), Key());
        var after = (await groups.SetEnabled(Admin, made.Id, enabled: false, Key())).Group!;
        Assert.Equal((_bench.Admin, after.UpdatedTs), (after.Deleter, after.DeletedTs));

        (groups, _) = await OpenAsync();
        AssertSame(after, groups.Find(made.Id)!);
        var enabled = (await groups.SetEnabled(Owner, made.Id, enabled: true, Key())).Group!;
        Assert.Equal((null, 0), (enabled.Deleter, enabled.DeletedTs));
        Assert.Equal(("Operations", "ops", "<d>", made.CreatedTs), (enabled.Name, enabled.Handle, enabled.Description, enabled.CreatedTs));
        Assert.Equal([_bench.Someone.Value, _bench.Guest.Value], enabled.Users);
        (groups, _) = await OpenAsync();
        AssertSame(enabled, groups.Find(made.Id)!);
    });

    [Fact]
    public Task A_retry_under_its_key_gets_its_first_answer() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (groups, team) = await OpenAsync();
        var (create, users) = (Key(), Key());
        var made = (await CreateAsync(groups, "a", "a", key: create)).Group!;
        Assert.Equal(made.Id, (await CreateAsync(groups, "a", "a", key: create)).Group!.Id);
        Assert.Equal(TeamError.GroupNameTaken, (await CreateAsync(groups, "a", "b")).Error);
        await groups.SetUsers(Admin, made.Id, [_bench.Someone.Value], users);
        await groups.SetUsers(Admin, made.Id, [_bench.Guest.Value], Key());
        var head = team.Chain.Head;

        team.State.Set(team.State.Member(_bench.Someone)! with { Deleted = true });
        Assert.Equal([_bench.Guest.Value], (await groups.SetUsers(Admin, made.Id, [_bench.Someone.Value], users)).Group!.Users);
        Assert.Equal(TeamError.UnknownGroupUsers, (await groups.SetUsers(Admin, made.Id, [_bench.Someone.Value], Key())).Error);
        Assert.Equal(made.Id, (await CreateAsync(groups, "a", "a", key: create)).Group!.Id);
        Assert.Equal(head, team.Chain.Head);
    });

    [Fact]
    public Task Members_change_nothing() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (groups, team) = await OpenAsync();
        var made = (await CreateAsync(groups, "a", "a")).Group!;
        var head = team.Chain.Head;
        foreach (var user in new[] { _bench.Someone, _bench.Guest, UserId.New() })
        {
            var caller = _bench.Caller(user);
            Assert.Equal(TeamError.GroupForbidden, (await groups.Create(caller, new GroupChange("b", "b", null, null), Key())).Error);
            Assert.Equal(TeamError.GroupForbidden, (await groups.Update(caller, made.Id, new GroupChange("b", "b", null, null), Key())).Error);
            Assert.Equal(TeamError.GroupForbidden, (await groups.SetEnabled(caller, made.Id, enabled: false, Key())).Error);
            Assert.Equal(TeamError.GroupForbidden, (await groups.SetUsers(caller, made.Id, [user.Value], Key())).Error);
        }

        Assert.Equal(TeamError.GroupNotFound, (await groups.SetEnabled(Admin, UserGroupId.New(), enabled: true, Key())).Error);
        Assert.Equal(TeamError.None, (await groups.SetEnabled(Admin, made.Id, enabled: true, Key())).Error);
        Assert.Equal(head, team.Chain.Head);
    });

    [Fact]
    public Task Names_and_handles_are_unique_and_channels_are_open_ones() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (groups, _) = await OpenAsync();
        var made = (await CreateAsync(groups, "Ops", "ops")).Group!;
        await groups.SetEnabled(Admin, made.Id, enabled: false, Key());
        Assert.Equal(TeamError.GroupNameTaken, (await CreateAsync(groups, "OPS", "x")).Error);
        Assert.Equal(TeamError.HandleTaken, (await CreateAsync(groups, "x", "ops")).Error);
        Assert.Equal(TeamError.HandleTaken, (await CreateAsync(groups, "x", "open")).Error);
        Assert.Equal(TeamError.HandleTaken, (await CreateAsync(groups, "x", _bench.Someone.Value)).Error);
        Assert.Equal(TeamError.InvalidGroupChannel, (await CreateAsync(groups, "x", "x", "", _hidden.Value)).Error);
        Assert.Equal(TeamError.InvalidGroupChannel, (await CreateAsync(groups, "x", "x", "", ChannelId.New(isPrivate: false).Value)).Error);
        Assert.Equal(TeamError.None, (await groups.Update(Admin, made.Id, new GroupChange("Ops", "ops", "same names", null), Key())).Error);
        var other = (await CreateAsync(groups, "x", "x", "", _open.Value)).Group!;
        Assert.Equal(TeamError.HandleTaken, (await groups.Update(Admin, other.Id, new GroupChange(null, "ops", null, null), Key())).Error);
    });

    [Fact]
    public Task Groups_and_their_members_are_bounded() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (groups, team) = await OpenAsync();
        var everybody = Enumerable.Range(0, ITeamGrain.GroupUsersMax + 1).Select(i => UserId.New()).ToArray();
        foreach (var user in everybody)
        {
            team.State.Set(TeamBench.Member(user, UserRole.Member));
        }

        var all = everybody.Select(u => u.Value).ToImmutableArray();
        var made = (await CreateAsync(groups, "a", "a")).Group!;
        Assert.Equal(TeamError.TooManyGroupUsers, (await groups.SetUsers(Admin, made.Id, all, Key())).Error);
        Assert.Equal(TeamError.None, (await groups.SetUsers(Admin, made.Id, all[1..], Key())).Error);
        Assert.Equal(TeamError.UnknownGroupUsers, (await groups.SetUsers(Admin, made.Id, [UserId.New().Value], Key())).Error);

        // All but one group as they are after a start, and all but one membership.
        groups.Load(Enumerable.Range(0, ITeamGrain.GroupsMax - 2).Select(i => made with
        {
            Id = UserGroupId.New(),
            Name = string.Create(CultureInfo.InvariantCulture, $"g{i}"),
            Handle = string.Create(CultureInfo.InvariantCulture, $"g{i}"),
            Users = i < 98 ? all[1..] : i == 98 ? all[2..] : [],
        }));
        var last = (await CreateAsync(groups, "last", "last")).Group!;
        Assert.Equal(TeamError.TooManyGroups, (await CreateAsync(groups, "more", "more")).Error);
        Assert.Equal(TeamError.TooManyGroupUsers, (await groups.SetUsers(Admin, last.Id, all[..2], Key())).Error);
        Assert.Equal(TeamError.None, (await groups.SetUsers(Admin, last.Id, all[..1], Key())).Error);
    });

    [Fact]
    public Task Pages_hold_every_group_once_and_members_if_asked() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (groups, _) = await OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await CreateAsync(groups, string.Create(CultureInfo.InvariantCulture, $"g{i}"), string.Create(CultureInfo.InvariantCulture, $"g{i}"));
        }

        var first = groups.Page(new GroupQuery(false, false, null, 1)).Groups[0].Group;
        await groups.SetUsers(Admin, first.Id, [_bench.Someone.Value], Key());
        List<UserGroupId> ids = [];
        GroupPage page;
        do
        {
            page = groups.Page(new GroupQuery(false, false, ids.Count == 0 ? null : ids[^1], 2));
            ids.AddRange(page.Groups.Select(g => g.Group.Id));
        }
        while (page.HasMore);
        Assert.Equal((5, 5), (ids.Count, ids.Distinct().Count()));
        Assert.Equal((1, 0), (groups.Page(new GroupQuery(false, false, null, 1)).Groups[0].UserCount, groups.Page(new GroupQuery(false, false, null, 1)).Groups[0].Group.Users.Length));
        Assert.Equal([_bench.Someone.Value], groups.Page(new GroupQuery(false, true, null, 1)).Groups[0].Group.Users);
        await groups.SetEnabled(Admin, first.Id, enabled: false, Key());
        Assert.Equal((4, 5), (groups.Page(new GroupQuery(false, false, null, 9)).Groups.Length, groups.Page(new GroupQuery(true, false, null, 9)).Groups.Length));
    });

    [Fact]
    public Task An_event_lists_at_most_500_members_and_says_how_many_there_are() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var (groups, team) = await OpenAsync();
        var users = Enumerable.Range(0, 501).Select(_ => UserId.New()).ToArray();
        foreach (var user in users)
        {
            team.State.Set(TeamBench.Member(user, UserRole.Member));
        }

        var made = (await CreateAsync(groups, "a", "a")).Group!;
        await groups.SetUsers(Admin, made.Id, [.. users.Select(u => u.Value)], Key());
        var told = team.Chain.Tail.After(made.CreatedTs, 10)[^1];

        using var extras = JsonDocument.Parse(told.Extras!);
        Assert.Equal((EventKind.UserGroupChanged, 501), (told.Kind, extras.RootElement.GetProperty(EventExtras.Count).GetInt32()));
        Assert.Equal(500, extras.RootElement.GetProperty(EventExtras.Group).Deserialize<UserGroup>()!.Users.Length);
    });

    private static Guid Key() => Guid.CreateVersion7();

    private static void AssertSame(UserGroup expected, UserGroup actual)
    {
        Assert.Equal(expected.Channels, actual.Channels);
        Assert.Equal(expected.Users, actual.Users);
        Assert.Equal(expected with { Channels = [], Users = [] }, actual with { Channels = [], Users = [] });
    }

    private Caller Admin => _bench.Caller(_bench.Admin);

    private Caller Owner => _bench.Caller(_bench.Owner);

    private Task<GroupResult> CreateAsync(TeamGroups groups, string name, string handle, string description = "", string? channel = null, Guid? key = null) =>
        groups.Create(Admin, new GroupChange(name, handle, description, channel is null ? null : [channel]), key ?? Key());

    private async Task<(TeamGroups Groups, TeamParts Team)> OpenAsync()
    {
        var team = await _bench.OpenAsync();
        team.State.Set(new TeamChannelEntry(_open, "open", false, false, false, _bench.Owner, 1));
        team.State.Set(new TeamChannelEntry(_hidden, "hidden", true, false, false, _bench.Owner, 1));
        var groups = new TeamGroups(team);
        groups.Load(await team.Services.Groups.All(await team.Chain.Route(), team.Chain.Id.Team, ITeamGrain.GroupsMax, CancellationToken.None));
        return (groups, team);
    }
}
