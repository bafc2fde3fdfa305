using Npgsql;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway;

namespace OrleansSocial.Tests.Grains.Channels;

/// <summary>What a channel's writer stores, and what comes of it from memory and from the database.</summary>
public sealed class ChannelWriterTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string GroupText = "for <!subteam^S0000000001|@crew>";

    private readonly ChannelId _channel = ChannelId.New(isPrivate: false);
    private readonly UserId _ann = UserId.New();
    private readonly UserId _bob = UserId.New();
    private readonly Dictionary<UserId, int> _follows = [];
    private readonly FakeCluster _cluster = new();
    private ChainHarness _harness = null!;
    private EventChain _chain = null!;
    private ChannelState _state = null!;
    private UserId? _awayMember;

    public async ValueTask InitializeAsync()
    {
        _harness = await ChainHarness.StartAsync(postgres);
        _cluster.On<IUserGrain>("FollowThread", (key, _) => Follow(new UserId(ChainId.FromGrainKey(key).Id)));
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public Task What_a_deleted_message_said_is_in_no_repair() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var writer = await OpenAsync();
        var ts = await PostAsync(writer, "secret 1");
        await writer.Edit(Caller(_ann), ts, "secret 2", """{"blocks":["secret 3"]}""", Guid.CreateVersion7());
        await writer.Edit(Caller(_ann), ts, "secret 4", null, Guid.CreateVersion7());
        await writer.Delete(Caller(_ann), ts, Guid.CreateVersion7());

        var ofTail = _chain.Tail.After(0, 10);
        var table = _harness.ChannelServices().Chains.Events;
        var sinceThen = await table.Since(await _chain.Route(), _chain.Id, 0, 10, CancellationToken.None);
        var newest = await table.Newest(await _chain.Route(), _chain.Id, 10, CancellationToken.None);

        Assert.All([ofTail, sinceThen, newest], events =>
        {
            Assert.Equal(4, events.Count);
            Assert.DoesNotContain(events, e => $"{e.Text} {e.Extras}".Contains("secret", StringComparison.Ordinal));
        });
    });

    [Theory]
    [InlineData("post", true)]
    [InlineData("post", false)]
    [InlineData("edit", true)]
    [InlineData("edit", false)]
    [InlineData("delete", true)]
    [InlineData("delete", false)]
    [InlineData("delete a reply", true)]
    [InlineData("react", true)]
    [InlineData("react", false)]
    [InlineData("pin", true)]
    [InlineData("pin", false)]
    public Task Who_is_removed_while_something_is_read_changes_nothing(string change, bool isRemoval) => ChainHarness.OnSchedulerAsync(async () =>
    {
        var writer = await OpenAsync();
        var ts = await PostAsync(writer, "old");
        var reply = (await writer.Post(Message(_ann, "reply", ts))).Ts;
        var head = _chain.Head;
        _state.Recent.Load([.. Enumerable.Range(1, RecentMessages.MessagesMax).Select(i => Newer(reply + (2 * i)))]);
        var asked = new TaskCompletionSource<UserGroup?>();
        _cluster.On<ITeamGrain>("Group", (_, _) => asked.Task);

        // Nothing can be read until the change is there.
        await using var lockHolder = await _harness.DataSources.OpenAsync(await _chain.Route(), CancellationToken.None);
        await using var transaction = await lockHolder.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("lock table message in access exclusive mode", lockHolder, transaction))
        {
            await command.ExecuteNonQueryAsync();
        }

        var result = Do(writer, change, change == "delete a reply" ? reply : ts);
        var (removed, info) = (isRemoval ? _ann.Value : _bob.Value, _state.Info);
        _state.Members.Remove(removed);
        _state.Info = info with { IsArchived = !isRemoval };
        asked.SetResult(null);
        await transaction.RollbackAsync();

        Assert.Equal(isRemoval ? PostError.NotInChannel : PostError.IsArchived, (await result).Error);
        Assert.Equal(head, _chain.Head);
        _state.Members.Add(removed);
        _state.Info = info;
        Assert.Equal(PostError.None, (await Do(writer, change, change == "delete a reply" ? reply : ts)).Error);
    });

    [Fact]
    public Task Who_began_a_thread_follows_it_when_the_first_reply_is_tried_again_after_the_second() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var writer = await OpenAsync();
        var ts = await PostAsync(writer, "parent");
        var first = Message(_bob, "first", ts);
        var second = Message(_bob, "second", ts);
        _awayMember = _ann;
        await Assert.ThrowsAsync<ShardUnavailableException>(() => writer.Post(first));
        await writer.Post(second);
        _awayMember = null;
        await writer.Post(second);
        Assert.False(_follows.ContainsKey(_ann));

        await writer.Post(first);

        Assert.Equal(1, _follows[_ann]);
    });

    [Fact]
    public Task A_deleted_parent_is_the_same_from_memory_and_from_the_database() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var writer = await OpenAsync();
        var first = await PostAsync(writer, "first");
        var parent = await PostAsync(writer, "parent");
        var replies = new List<long> { (await writer.Post(Message(_bob, "one", parent))).Ts, (await writer.Post(Message(_ann, "two", parent))).Ts };
        await writer.Delete(Caller(_ann), parent, Guid.CreateVersion7());
        Assert.Equal([parent, first], await HistoryAsync());
        await writer.Delete(Caller(_bob), replies[0], Guid.CreateVersion7());
        Assert.Equal([parent, first], await HistoryAsync());
        await writer.Delete(Caller(_ann), replies[1], Guid.CreateVersion7());
        Assert.Equal([first], await HistoryAsync());
        await writer.Delete(Caller(_ann), first, Guid.CreateVersion7());
        Assert.Empty(await HistoryAsync());
    });

    // Also what the newest event tells, live and read again.
    private async Task<IEnumerable<long>> HistoryAsync()
    {
        var (services, route) = (_harness.ChannelServices(), await _chain.Route());
        var shown = _state.Recent.History(0, long.MaxValue, oldestFirst: false, countMax: 10)!;
        var stored = await services.Messages.History(route, _chain.Id, 0, long.MaxValue, oldestFirst: false, 10, CancellationToken.None);
        Assert.Equal(stored.Select(Shown), shown.Select(Shown));
        Assert.Equal(stored.Select(m => m.Ts).FirstOrDefault(), _state.Recent.LatestTs);
        var live = _chain.Tail.After(0, 100)[^1];
        var read = (await services.Chains.Events.Newest(route, _chain.Id, 1, CancellationToken.None))[0];
        Assert.Equal(_state.Recent.LatestTs, live.LatestTs);
        Assert.Equal((live.LatestTs, Shown(live.Replies)), (read.LatestTs, Shown(read.Replies)));
        return shown.Select(m => m.Ts);
    }

    private static string Shown(Message message) => $"{message.Ts} {message.Text} {message.Deleted} {Shown(message.Thread)}";

    private static string Shown(ThreadSummary? thread) => thread is null ? "" : $"{thread.ReplyCount} {thread.LatestReply} {string.Join(' ', thread.ReplyUsers)}";

    private Task<PostResult> Do(ChannelWriter writer, string change, long ts) => change switch
    {
        "post" => writer.Post(Message(_ann, GroupText)),
        "edit" => writer.Edit(Caller(_ann), ts, GroupText, null, Guid.CreateVersion7()),
        "react" => writer.React(Caller(_ann), ts, "eyes", remove: false, Guid.CreateVersion7()),
        "pin" => writer.SetPin(Caller(_ann), ts, remove: false, Guid.CreateVersion7()),
        _ => writer.Delete(Caller(_ann), ts, Guid.CreateVersion7()),
    };

    private Message Newer(long ts) => new(ts, EventKind.Message, _ann.Value, "", null, null, null, false, 3, [], null);

    private Task Follow(UserId user)
    {
        if (user == _awayMember)
        {
            return Task.FromException(new ShardUnavailableException());
        }

        _follows[user] = _follows.GetValueOrDefault(user) + 1;
        return Task.CompletedTask;
    }

    private async Task<ChannelWriter> OpenAsync()
    {
        var services = _harness.ChannelServices();
        _chain = await _harness.OpenAsync(_channel);
        _state = new ChannelState(_chain.Id, services) { Info = new ChannelInfo(_channel, "c", false, false, false, _ann, 0, "", "", 0, "", "", 0, 0) };
        _state.Members.Add(_ann.Value);
        _state.Members.Add(_bob.Value);
        return new ChannelWriter(_chain, _state, services, _cluster.Client);
    }

    private async Task<long> PostAsync(ChannelWriter writer, string text)
    {
        var result = await writer.Post(Message(_ann, text));
        Assert.Equal(PostError.None, result.Error);
        return result.Ts;
    }

    private PostMessage Message(UserId author, string text, long? thread = null) => new(Caller(author), text, null, thread, false, false, Guid.CreateVersion7());

    private Caller Caller(UserId user) => new(_harness.Team, user, null);
}
