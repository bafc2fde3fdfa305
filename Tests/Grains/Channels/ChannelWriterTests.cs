using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway;

namespace OrleansSocial.Tests.Grains.Channels;

/// <summary>What a channel's writer stores, and what comes of it from memory and from the database.</summary>
public sealed class ChannelWriterTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly ChannelId _channel = ChannelId.New(isPrivate: false);
    private readonly UserId _ann = UserId.New();
    private readonly FakeCluster _cluster = new();
    private ChainHarness _harness = null!;
    private EventChain _chain = null!;
    private ChannelState _state = null!;

    public async ValueTask InitializeAsync()
    {
        _harness = await ChainHarness.StartAsync(postgres);
        _cluster.On<IUserGrain>("FollowThread", (_, _) => Task.CompletedTask);
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

    private async Task<ChannelWriter> OpenAsync()
    {
        var services = _harness.ChannelServices();
        _chain = await _harness.OpenAsync(_channel);
        _state = new ChannelState(_chain.Id, services) { Info = new ChannelInfo(_channel, "c", false, false, false, _ann, 0, "", "", 0, "", "", 0, 0) };
        _state.Members.Add(_ann.Value);
        return new ChannelWriter(_chain, _state, services, _cluster.Client);
    }

    private async Task<long> PostAsync(ChannelWriter writer, string text)
    {
        var result = await writer.Post(Message(_ann, text));
        Assert.Equal(PostError.None, result.Error);
        return result.Ts;
    }

    private PostMessage Message(UserId author, string text) => new(Caller(author), text, null, null, false, false, Guid.CreateVersion7());

    private Caller Caller(UserId user) => new(_harness.Team, user, null);
}
