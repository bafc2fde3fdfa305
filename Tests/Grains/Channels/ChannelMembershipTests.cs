using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway;

namespace OrleansSocial.Tests.Grains.Channels;

/// <summary>A membership is two steps: the channel's chain and the member's. A retry under the same key finishes what was cut short.</summary>
public sealed class ChannelMembershipTests(PostgresFixture postgres) : IAsyncLifetime
{
    private ChannelId _channel = ChannelId.New(isPrivate: false);
    private UserRole _role = UserRole.Admin;
    private readonly UserId _ann = UserId.New();
    private readonly UserId _bob = UserId.New();
    private readonly FakeCluster _cluster = new();
    private readonly Dictionary<UserId, bool> _lists = [];
    private ChainHarness _harness = null!;
    private bool _memberIsAway;

    public async ValueTask InitializeAsync()
    {
        _harness = await ChainHarness.StartAsync(postgres);
        _cluster.On<IUserGrain>("AddedToChannel", (key, _) => Tell(key, added: true));
        _cluster.On<IUserGrain>("RemovedFromChannel", (key, _) => Tell(key, added: false));
        _cluster.On<ITeamGrain>("Member", (_, args) => Task.FromResult<UserProfile?>(
            new UserProfile((UserId)args[0]!, "name", "Name", "", _role, null, false, 0)));
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData("create")]
    [InlineData("join")]
    [InlineData("invite")]
    [InlineData("leave")]
    [InlineData("kick")]
    public Task A_retry_tells_the_member_what_the_first_try_could_not(string change) => ChainHarness.OnSchedulerAsync(async () =>
    {
        var membership = await OpenAsync();
        if (change != "create")
        {
            await membership.Create(Caller(_ann), Guid.CreateVersion7());
        }

        var removes = change is "leave" or "kick";
        if (removes)
        {
            await membership.Join(Caller(_bob), Guid.CreateVersion7());
        }

        var who = change == "create" ? _ann : _bob;
        var key = Guid.CreateVersion7();
        _memberIsAway = true;
        await Assert.ThrowsAsync<ShardUnavailableException>(() => Do(membership, change, key));
        _memberIsAway = false;

        var again = await Do(membership, change, key);

        Assert.Equal(PostError.None, again.Error);
        Assert.Equal(!removes, _lists[who]);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Who_left_what_they_cannot_see_gets_the_first_answer_again(bool isPrivate) => ChainHarness.OnSchedulerAsync(async () =>
    {
        _channel = ChannelId.New(isPrivate);
        var membership = await OpenAsync();
        await membership.Create(Caller(_ann), Guid.CreateVersion7());
        await membership.Invite(Caller(_ann), _bob, Guid.CreateVersion7());
        _role = isPrivate ? UserRole.Member : UserRole.Guest;
        var key = Guid.CreateVersion7();
        Assert.Equal(PostError.None, (await membership.Leave(Caller(_bob), key)).Error);

        var again = await membership.Leave(Caller(_bob), key);
        Assert.Equal((PostError.None, null, true), (again.Error, again.Channel, again.Already));
        Assert.Equal(PostError.ChannelNotFound, (await membership.Leave(Caller(_bob), Guid.CreateVersion7())).Error);
    });

    [Theory]
    [InlineData("invite", PostError.ChannelNotFound)]
    [InlineData("kick", PostError.None)]
    public Task A_repeat_shows_nothing_to_those_who_may_not_see_the_channel_now(string change, PostError error) => ChainHarness.OnSchedulerAsync(async () =>
    {
        _channel = ChannelId.New(isPrivate: true);
        var membership = await OpenAsync();
        await membership.Create(Caller(_ann), Guid.CreateVersion7());
        await membership.Invite(Caller(_ann), UserId.New(), Guid.CreateVersion7());
        if (change == "kick")
        {
            await membership.Invite(Caller(_ann), _bob, Guid.CreateVersion7());
        }

        var key = Guid.CreateVersion7();
        Assert.NotNull((await Do(membership, change, key)).Channel);
        Assert.NotNull((await Do(membership, change, key)).Channel);
        await membership.Leave(Caller(_ann), Guid.CreateVersion7());

        var again = await Do(membership, change, key);

        Assert.Equal((error, null), (again.Error, again.Channel));
    });

    [Fact]
    public Task Only_the_creator_makes_a_channel_and_a_removed_one_does_not_come_back_by_it() => ChainHarness.OnSchedulerAsync(async () =>
    {
        var membership = await OpenAsync();
        var key = Guid.CreateVersion7();
        Assert.Equal(PostError.RestrictedAction, (await membership.Create(Caller(_bob), key)).Error);
        await membership.Create(Caller(_ann), key);
        await membership.Join(Caller(_bob), Guid.CreateVersion7());
        Assert.Equal(PostError.RestrictedAction, (await membership.Create(Caller(_bob), Guid.CreateVersion7())).Error);
        Assert.Equal(PostError.None, (await membership.Create(Caller(_ann), key)).Error);

        await membership.Kick(Caller(_bob), _ann, Guid.CreateVersion7());

        Assert.Equal(PostError.RestrictedAction, (await membership.Create(Caller(_ann), key)).Error);
        Assert.False(_lists[_ann]);
    });

    [Theory]
    [InlineData("join", true)]
    [InlineData("invite", true)]
    [InlineData("leave", true)]
    [InlineData("kick", true)]
    [InlineData("join", false)]
    [InlineData("kick", false)]
    public Task Nobody_is_left_untold_when_the_key_of_the_first_try_is_gone(string change, bool bySecondTry) => ChainHarness.OnSchedulerAsync(async () =>
    {
        var membership = await OpenAsync();
        await membership.Create(Caller(_ann), Guid.CreateVersion7());
        var removes = change is "leave" or "kick";
        if (removes)
        {
            await membership.Join(Caller(_bob), Guid.CreateVersion7());
        }

        _memberIsAway = true;
        await Assert.ThrowsAsync<ShardUnavailableException>(() => Do(membership, change, Guid.CreateVersion7()));
        Assert.Equal(removes, _lists.GetValueOrDefault(_bob));
        _memberIsAway = false;

        await (bySecondTry ? Do(membership, change, Guid.CreateVersion7()) : membership.Remind());

        Assert.Equal(!removes, _lists[_bob]);
    });

    private Task<ChannelResult> Do(ChannelMembership membership, string change, Guid key) => change switch
    {
        "create" => membership.Create(Caller(_ann), key),
        "join" => membership.Join(Caller(_bob), key),
        "invite" => membership.Invite(Caller(_ann), _bob, key),
        "leave" => membership.Leave(Caller(_bob), key),
        _ => membership.Kick(Caller(_ann), _bob, key),
    };

    private async Task<ChannelMembership> OpenAsync()
    {
        var services = _harness.ChannelServices();
        var chain = await _harness.OpenAsync(_channel);
        var state = new ChannelState(chain.Id, services)
        {
            Info = new ChannelInfo(_channel, "c", _channel.Kind == ChannelKind.Private, false, false, _ann, 0, "", "", 0, "", "", 0, 0),
        };
        return new ChannelMembership(chain, state, new ChannelAnswers(chain, state, services, _cluster.Client), _cluster.Client, new KeyedSequence<int>());
    }

    private Caller Caller(UserId user) => new(_harness.Team, user, null);

    private Task Tell(string key, bool added)
    {
        if (_memberIsAway)
        {
            return Task.FromException(new ShardUnavailableException());
        }

        _lists[new UserId(ChainId.FromGrainKey(key).Id)] = added;
        return Task.CompletedTask;
    }
}
