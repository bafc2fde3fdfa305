using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Tables;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.Writes;

public sealed class EffectTests(PostgresFixture postgres)
{
    private const string Members = "select string_agg(user_id || ' ' || removed || ' ' || coalesce(inviter_id, '-'), ',' order by user_id) from channel_member";
    private const string Reactions = "select string_agg(name || ' ' || user_id || ' ' || removed, ',' order by name, user_id) from reaction";
    private const string Thread = "select reply_count || ' ' || latest_reply || ' ' || array_to_string(reply_users, '+') from thread";
    private static readonly UserId Ann = new("UANN000001");
    private static readonly UserId Bob = new("UBOB000001");

    [Fact]
    public async Task An_edit_replaces_the_text_once()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var message = bench.Message("old", extras: """{"a": 1}""");
        var key = Guid.CreateVersion7();
        var edit = bench.Event(EventKind.Edited, message.Ts, key, effects: new MessageEdit(message.Ts, "new", null));
        const string State = "select body || ' ' || coalesce(extras::text, '-') || ' ' || edited_ts from message";

        await bench.StoreAsync(chain, message);
        await bench.StoreAsync(chain, edit);
        Assert.Equal($"new - {edit.Ts}", await bench.TextAsync(State));

        // A retry that was answered as a duplicate must not put its text there.
        var retry = bench.Event(EventKind.Edited, message.Ts, key, effects: new MessageEdit(message.Ts, "retried", null));
        Assert.Equal(RowStatus.Duplicate, (await bench.StoreAsync(chain, retry))[0].Status);
        Assert.Equal($"new - {edit.Ts}", await bench.TextAsync(State));
    }

    [Fact]
    public async Task Of_two_edits_in_a_flush_the_last_counts()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var message = bench.Message("old");
        await bench.StoreAsync(chain, message);

        await bench.StoreAsync(
            chain,
            bench.Event(EventKind.Edited, message.Ts, effects: new MessageEdit(message.Ts, "second", null)),
            bench.Event(EventKind.Edited, message.Ts, effects: new MessageEdit(message.Ts, "third", """{"b": 2}""")));

        Assert.Equal("""third {"b": 2}""", await bench.TextAsync("select body || ' ' || extras from message"));
    }

    [Fact]
    public async Task Rows_that_are_sent_again_under_a_later_epoch_change_nothing()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var message = bench.Message("old");
        var edit = bench.Event(EventKind.Edited, message.Ts, effects: new MessageEdit(message.Ts, "new", null));
        var reply = bench.Message("reply", counts: false, thread: message.Ts, effects: new ThreadReply(message.Ts));
        await bench.StoreAsync(chain, message, edit, reply);
        var later = bench.Event(EventKind.Edited, message.Ts, effects: new MessageEdit(message.Ts, "newest", null));
        await bench.StoreAsync(chain, later);
        await bench.Fence.BumpAsync(ShardBench.Shard, 0, CancellationToken.None);
        await bench.RefreshAsync();

        var results = await bench.StoreAsync(chain, message, edit, reply);

        Assert.All(results, r => Assert.Equal(RowStatus.Stored, r.Status));
        Assert.Equal("newest", await bench.TextAsync($"select body from message where ts = {message.Ts}"));
        Assert.Equal("1", await bench.TextAsync("select reply_count from thread"));
    }

    [Fact]
    public async Task A_refused_row_has_no_effect()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var late = bench.Message("join", effects: new ChannelMemberSet(Ann, null, Removed: false));
        await bench.StoreAsync(chain, bench.Message());

        Assert.Equal(RowStatus.Refused, (await bench.StoreAsync(chain, late))[0].Status);

        Assert.Equal("0", await bench.TextAsync("select count(*) from channel_member"));
    }

    [Fact]
    public async Task A_former_owner_has_no_effect()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        await bench.ChainAsync(chain.Id.Id);

        Assert.False((await bench.FlushAsync(chain, bench.Message(effects: new ChannelMemberSet(Ann, null, Removed: false)))).Held);

        Assert.Equal("0", await bench.TextAsync("select count(*) from channel_member"));
    }

    [Fact]
    public async Task Replies_are_counted_with_who_wrote_them()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var parent = bench.Message();
        var replies = Enumerable.Range(0, 3)
            .Select(i => bench.Message(counts: false, thread: parent.Ts, author: i == 1 ? "UB" : "UA", effects: new ThreadReply(parent.Ts))).ToArray();
        await bench.StoreAsync(chain, [parent, .. replies]);
        Assert.Equal($"3 {replies[2].Ts} UA+UB", await bench.TextAsync(Thread));

        var more = bench.Message(counts: false, thread: parent.Ts, author: "UC", effects: new ThreadReply(parent.Ts));
        await bench.StoreAsync(chain, more);
        await bench.StoreAsync(chain, more);

        Assert.Equal($"4 {more.Ts} UA+UB+UC", await bench.TextAsync(Thread));
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(101, 100)]
    public async Task A_thread_keeps_at_most_100_writers(int writers, int kept)
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var parent = bench.Message();
        await bench.StoreAsync(chain, parent);
        foreach (var some in Enumerable.Range(0, writers).Chunk(WriteBatch.RowsMax))
        {
            await bench.StoreAsync(chain, [.. some.Select(i => bench.Message(counts: false, thread: parent.Ts, author: $"U{i}", effects: new ThreadReply(parent.Ts)))]);
        }

        Assert.Equal($"{writers} {kept}", await bench.TextAsync("select reply_count || ' ' || cardinality(reply_users) from thread"));
    }

    [Fact]
    public async Task A_tombstone_empties_the_message_takes_its_reactions_and_leaves_the_thread_once()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var parent = bench.Message("parent");
        var reply = bench.Message("secret", counts: false, thread: parent.Ts, extras: """{"blocks": []}""", effects: new ThreadReply(parent.Ts));
        var other = bench.Message("other", counts: false, thread: parent.Ts, effects: new ThreadReply(parent.Ts));
        await bench.StoreAsync(
            chain, parent, reply, other, bench.Event(EventKind.ReactionAdded, reply.Ts, effects: new ReactionSet(reply.Ts, "tada", Removed: false)));

        var first = bench.Event(EventKind.Deleted, reply.Ts, effects: new MessageTombstone(reply.Ts, parent.Ts));
        var second = bench.Event(EventKind.Deleted, reply.Ts, effects: new MessageTombstone(reply.Ts, parent.Ts));
        await bench.StoreAsync(chain, first, second);
        await bench.StoreAsync(chain, bench.Event(EventKind.Deleted, reply.Ts, effects: new MessageTombstone(reply.Ts, parent.Ts)));

        Assert.Equal(
            "[] - true 1",
            await bench.TextAsync($"select '[' || body || '] ' || coalesce(extras::text, '-') || ' ' || deleted || ' ' || position from message where ts = {reply.Ts}"));
        Assert.Equal("1", await bench.TextAsync("select reply_count from thread"));
        Assert.Equal("tada UAUTHOR001 true", await bench.TextAsync(Reactions));
    }

    [Fact]
    public async Task A_tombstone_of_the_parent_keeps_the_count_and_an_edit_does_not_revive_it()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var parent = bench.Message("parent");
        await bench.StoreAsync(chain, parent, bench.Message(counts: false, thread: parent.Ts, effects: new ThreadReply(parent.Ts)));
        await bench.StoreAsync(chain, bench.Event(EventKind.Deleted, parent.Ts, effects: new MessageTombstone(parent.Ts, parent.Ts)));

        await bench.StoreAsync(chain, bench.Event(EventKind.Edited, parent.Ts, effects: new MessageEdit(parent.Ts, "back", null)));

        Assert.Equal("1", await bench.TextAsync("select reply_count from thread"));
        Assert.Equal("[] true", await bench.TextAsync($"select '[' || body || '] ' || deleted from message where ts = {parent.Ts}"));
    }

    [Fact]
    public async Task Of_reactions_to_one_message_in_a_flush_the_last_counts()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var message = bench.Message();
        await bench.StoreAsync(chain, message);

        await bench.StoreAsync(
            chain,
            bench.Event(EventKind.ReactionAdded, message.Ts, author: "UA", effects: new ReactionSet(message.Ts, "tada", Removed: false)),
            bench.Event(EventKind.ReactionRemoved, message.Ts, author: "UA", effects: new ReactionSet(message.Ts, "tada", Removed: true)),
            bench.Event(EventKind.ReactionAdded, message.Ts, author: "UB", effects: new ReactionSet(message.Ts, "tada", Removed: false)));

        Assert.Equal("tada UA true,tada UB false", await bench.TextAsync(Reactions));
        await bench.StoreAsync(chain, bench.Event(EventKind.ReactionAdded, message.Ts, author: "UA", effects: new ReactionSet(message.Ts, "tada", Removed: false)));
        Assert.Equal("tada UA false,tada UB false", await bench.TextAsync(Reactions));
    }

    [Fact]
    public async Task A_membership_keeps_when_it_began_and_who_invited()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var join = bench.Message(counts: false, effects: [new ChannelMemberSet(Ann, null, Removed: false)]);
        await bench.StoreAsync(chain, join, bench.Message(counts: false, effects: new ChannelMemberSet(Bob, Ann, Removed: false)));
        Assert.Equal("UANN000001 false -,UBOB000001 false UANN000001", await bench.TextAsync(Members));

        await bench.StoreAsync(chain, bench.Message(counts: false, effects: new ChannelMemberSet(Ann, null, Removed: true)));

        Assert.Equal("UANN000001 true -,UBOB000001 false UANN000001", await bench.TextAsync(Members));
        Assert.Equal($"{join.Ts}", await bench.TextAsync($"select joined_ts from channel_member where user_id = '{Ann}'"));
    }

    [Fact]
    public async Task A_channel_is_written_whole()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync();
        var channel = new ChannelInfo(
            new ChannelId(chain.Id.Id), "general", false, true, false, Ann, 11, "topic", Bob.Value, 12, "purpose", Ann.Value, 13, 2);
        await bench.StoreAsync(chain, bench.Message(effects: new ChannelSet(channel)));

        await bench.StoreAsync(chain, bench.Message(effects: new ChannelSet(channel with { Topic = "new", MemberCount = 3 })));

        Assert.Equal(
            $"(general,f,t,f,{Ann},11,new,{Bob},12,purpose,{Ann},13,3)",
            await bench.TextAsync("select (name, is_private, is_general, is_archived, creator_id, created_ts, topic, topic_by, topic_ts, purpose, purpose_by, purpose_ts, member_count)::text from channel"));
    }

    [Fact]
    public async Task A_members_details_are_stored_and_stay_when_an_older_silo_does_not_name_them()
    {
        const string Stored = "select real_name || ' ' || coalesce(profile::text, '-') from team_member";
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync(bench.Team.Value);
        var member = new UserProfile(Ann, "ann", "Ann A", "ann@example.org", UserRole.Owner, null, false, 0);
        await SetAsync(member);
        Assert.Equal("Ann A -", await bench.TextAsync(Stored));
        var details = new ProfileDetails { DisplayName = "Ännchen", StatusText = "<b> & \"c\"", StatusExpiration = 7 };
        await SetAsync(member with { Details = details });
        Assert.Equal(details, Assert.Single(await ReadAsync()).Details);

        await SetAsync(member with { RealName = "Ann B" });
        Assert.Equal(("Ann B", details), (Assert.Single(await ReadAsync()).RealName, Assert.Single(await ReadAsync()).Details));
        await SetAsync(member with { Details = ProfileDetails.Empty });
        Assert.Equal(ProfileDetails.Empty, Assert.Single(await ReadAsync()).Details);

        Task SetAsync(UserProfile profile) => bench.StoreAsync(chain, bench.Event(EventKind.TeamMemberChanged, effects: new TeamMemberSet(profile)));

        Task<List<UserProfile>> ReadAsync() => new TeamMembersTable(bench.DataSources).All(bench.Route, bench.Team, 10, CancellationToken.None);
    }

    [Fact]
    public async Task A_members_chain_sets_list_and_cursor()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync(Ann.Value);
        var channel = ChannelId.New(isPrivate: false);

        await bench.StoreAsync(
            chain,
            bench.Event(EventKind.AddedToChannel, effects: new UserChannelSet(channel, Removed: false, [], 0, 1)),
            bench.Event(EventKind.ChannelMarked, effects: new ReadCursorSet(channel, 5, 1)),
            bench.Event(EventKind.ChannelMarked, effects: new ReadCursorSet(channel, 7, 2)));

        Assert.Equal($"{Ann} {channel} 7 2", await bench.TextAsync("select user_id || ' ' || channel_id || ' ' || read_ts || ' ' || position from read_cursor"));
        await bench.StoreAsync(chain, bench.Event(EventKind.RemovedFromChannel, effects: new UserChannelSet(channel, Removed: true, [], 0, 0)));
        Assert.Equal($"{Ann} {channel} true", await bench.TextAsync("select user_id || ' ' || channel_id || ' ' || removed from user_channel"));
    }

    [Fact]
    public async Task A_teams_chain_writes_members_and_directory_and_names_are_unique()
    {
        await using var bench = await ShardBench.CreateAsync(postgres);
        var chain = await bench.ChainAsync(bench.Team.Value);
        var member = new UserProfile(Ann, "ann", "Ann A", "ann@example.org", UserRole.Owner, null, false, 0);
        var channel = new TeamChannelSet(ChannelId.New(isPrivate: false), "general", false, Ann, true, false);
        await bench.StoreAsync(
            chain, bench.Event(EventKind.TeamMemberJoined, effects: new TeamMemberSet(member)), bench.Event(EventKind.ChannelCreated, effects: channel));
        await bench.StoreAsync(chain, bench.Event(EventKind.TeamMemberChanged, effects: new TeamMemberSet(member with { RealName = "Ann B" })));

        Assert.Equal("ann Ann B 3", await bench.TextAsync("select name || ' ' || real_name || ' ' || role from team_member"));
        Assert.Equal("general true", await bench.TextAsync("select name || ' ' || is_general from team_channel"));
        var taken = await Assert.ThrowsAsync<OrleansSocial.Storage.Writes.FlushRefusedException>(
            () => bench.StoreAsync(chain, bench.Event(EventKind.ChannelCreated, effects: channel with { Channel = ChannelId.New(isPrivate: false) })));
        Assert.Equal("23505", taken.SqlState);
        Assert.True(taken.Splits);
    }
}
