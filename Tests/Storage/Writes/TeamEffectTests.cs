using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Writes;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.Writes;

/// <summary>What rows of a team's and of a member's chain do to emoji, user groups and settings: the newest wins, once, for its own team only.</summary>
public sealed class TeamEffectTests(PostgresFixture postgres)
{
    private const string Emoji = "select string_agg(name || ' ' || value || ' ' || removed, ',' order by name) from custom_emoji";
    private const string Group = "select string_agg(handle || ' ' || members::text || ' ' || deleted_ts, ',' order by handle) from user_group";
    private const string Setting = "select string_agg(user_id || ' ' || prefs::text || ' ' || snooze_ts || ' ' || away, ',' order by user_id) from user_setting";
    private static readonly UserId Ann = new("UANN000001");

    [Fact]
    public async Task An_emoji_that_was_taken_away_is_not_brought_back_by_rows_that_are_sent_again()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync(bench.Team.Value);
        var added = bench.Event(EventKind.EmojiAdded, effects: new CustomEmojiSet("tea", "https://a.example/tea.png", Ann, Removed: false));
        var alias = bench.Event(EventKind.EmojiAdded, effects: new CustomEmojiSet("chai", "alias:tea", Ann, Removed: false));
        await bench.StoreAsync(chain, added, alias);
        Assert.Equal("chai alias:tea false,tea https://a.example/tea.png false", await bench.TextAsync(Emoji));

        await bench.StoreAsync(chain, bench.Event(EventKind.EmojiRemoved, effects: new CustomEmojiSet("tea", string.Empty, Ann, Removed: true)));
        await SendAgainAsync(bench, chain, added, alias);

        Assert.Equal("chai alias:tea false,tea  true", await bench.TextAsync(Emoji));
    }

    [Fact]
    public async Task Of_two_emoji_of_one_name_in_a_flush_the_last_counts()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync(bench.Team.Value);

        await bench.StoreAsync(
            chain,
            bench.Event(EventKind.EmojiAdded, effects: new CustomEmojiSet("tea", "one", Ann, Removed: false)),
            bench.Event(EventKind.EmojiAdded, effects: new CustomEmojiSet("tea", "two", Ann, Removed: false)));

        Assert.Equal("tea two false", await bench.TextAsync(Emoji));
    }

    [Fact]
    public async Task A_user_group_keeps_its_newest_version_and_its_handle_is_nobody_elses()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync(bench.Team.Value);
        var group = NewGroup("SGROUP0001", "cooks");
        var made = bench.Event(EventKind.UserGroupCreated, effects: new UserGroupSet(group));
        await bench.StoreAsync(chain, made);
        await bench.StoreAsync(chain, bench.Event(EventKind.UserGroupChanged, effects: new UserGroupSet(group with { Users = ["UANN000001", "UBOB000001"], DeletedTs = 7 })));
        await SendAgainAsync(bench, chain, made);
        Assert.Equal("""cooks ["UANN000001", "UBOB000001"] 7""", await bench.TextAsync(Group));

        var other = NewGroup("SGROUP0002", "cooks");
        var refused = await Assert.ThrowsAsync<FlushRefusedException>(
            async () => await bench.StoreAsync(chain, bench.Event(EventKind.UserGroupCreated, effects: new UserGroupSet(other))));
        Assert.Contains("23505", refused.Message, StringComparison.Ordinal);
        Assert.Equal("""cooks ["UANN000001", "UBOB000001"] 7""", await bench.TextAsync(Group));
    }

    [Fact]
    public async Task A_group_id_of_another_team_is_left_alone()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        await bench.StoreAsync(await bench.ChainAsync(bench.Team.Value), bench.Event(EventKind.UserGroupCreated, effects: new UserGroupSet(NewGroup("SGROUP0001", "cooks"))));
        var foreign = new ChainId(TeamId.FromNumber(22), TeamId.FromNumber(22).Value);
        var owner = Guid.CreateVersion7();
        Assert.NotNull(await bench.Heads.TakeOver(bench.Route, foreign, owner, create: true, CancellationToken.None));

        await bench.StoreAsync(new BenchChain(foreign, owner), bench.Event(EventKind.UserGroupChanged, effects: new UserGroupSet(NewGroup("SGROUP0001", "thieves"))));

        Assert.Equal("cooks [] 0", await bench.TextAsync(Group));
    }

    [Fact]
    public async Task Settings_are_those_of_the_newest_row()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync(Ann.Value);
        var first = bench.Event(EventKind.PrefChanged, effects: new UserSettingSet("""{"muted_channels": "C1"}""", 0, Away: false));
        var second = bench.Event(EventKind.PrefChanged, effects: new UserSettingSet("""{"muted_channels": "C1,C2"}""", 5, Away: true));
        await bench.StoreAsync(chain, first, second);
        Assert.Equal($$"""{{Ann.Value}} {"muted_channels": "C1,C2"} 5 true""", await bench.TextAsync(Setting));

        await SendAgainAsync(bench, chain, first);

        Assert.Equal($$"""{{Ann.Value}} {"muted_channels": "C1,C2"} 5 true""", await bench.TextAsync(Setting));
    }

    // Under a later epoch, as after a failover: the rows are there, and must not count as news.
    private static async Task SendAgainAsync(ShardBench bench, BenchChain chain, params WriteRow[] rows)
    {
        await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None);
        await bench.RefreshAsync();
        Assert.All(await bench.StoreAsync(chain, rows), r => Assert.Equal(RowStatus.Stored, r.Status));
    }

    private static UserGroup NewGroup(string id, string handle) =>
        new(new UserGroupId(id), handle, handle, string.Empty, [], [], Ann, 1, Ann, 1, null, 0);
}
