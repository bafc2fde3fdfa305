using System.Collections.Immutable;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Presence;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Delivery;

namespace OrleansSocial.Tests.Gateway.Sessions;

/// <summary>What is due at once may be more than a socket's queue has room for, however fast its client reads: it comes as the queue drains.</summary>
public sealed class BacklogTests : IAsyncDisposable
{
    private const int Before = 1;

    private readonly InterestsHarness _harness = new();
    private readonly RtmOptions _options = new();
    private readonly MemoryStream _arrived = new();
    private readonly RtmInstruments _instruments;
    private readonly FrameStream _stream;
    private readonly WebSocket _socket;
    private readonly PeerConnection _peer;
    private readonly SocketWriter _writer;
    private readonly DrainedWriter _room;
    private readonly PresenceHub _presence;
    private readonly RtmSession _session;
    private Task _writing = Task.CompletedTask;

    public BacklogTests()
    {
        _instruments = new RtmInstruments(_harness.Meters);
        _stream = new FrameStream(_arrived);
        _socket = WebSocket.CreateFromStream(_stream, new WebSocketCreationOptions { IsServer = true });
        _peer = PeerConnection.Of(new DefaultHttpContext(), _options);
        _writer = new SocketWriter(_socket, new OutboundQueue(_options, _harness.Clock, asksReceipts: false), _stream, _peer, _instruments, _harness.Clock);
        _room = new DrainedWriter(_writer);
        var calls = new PresenceCalls(new ClusterRouter(new FakeCluster().Client), new GatewayIdentity(), new PresenceInstruments(_harness.Meters), NullLogger<PresenceCalls>.Instance);
        _presence = new PresenceHub(calls, _harness.Encoder, new PresenceInstruments(_harness.Meters), _harness.Loop, _harness.Clock);
        var record = new SessionRecord(
            "s", Events.Team, Events.Bob, "t", "g", 1, ImmutableDictionary<string, long>.Empty.Add(Events.Channel.Id, Before), SessionState.Open, 0);
        _session = new RtmSession(
            record, false, _room, new SessionHost(_harness.Interests, _harness.Repair, _harness.Encoder, _presence, _harness.Loop, _instruments, _harness.Clock));
        _room.RoomMade = () => _harness.Loop.Post(_session.PumpBacklog);
        _harness.Chains.Add(Events.Message(Before));
    }

    public async ValueTask DisposeAsync()
    {
        _writer.Close(SocketEnd.PeerGone);
        await _writing;
        _writer.Dispose();
        _peer.Dispose();
        _socket.Dispose();
        await _stream.DisposeAsync();
        await _harness.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_that_is_longer_than_a_sockets_queue_reaches_a_socket_that_reads()
    {
        Assert.True(EventBatch.EventsMax > _options.QueueFramesMax, "the batch is to be longer than the queue");
        await StartAsync();
        await _harness.UntilAsync("the socket is live in its chains", () => !_session.IsBehind);
        _writing = _writer.RunAsync();

        var batch = Add(EventBatch.EventsMax, "m\n");
        await _harness.AcceptAsync(batch);

        await ArrivesAsync(batch);
        Assert.Empty(_harness.Chains.Reads);
    }

    [Fact]
    public async Task A_socket_that_is_behind_by_more_than_is_kept_goes_on_from_pages()
    {
        await StartAsync();
        await _harness.UntilAsync("the socket is live in its chains", () => !_session.IsBehind);
        var events = Add(RecentEvents.CountMax + _options.QueueFramesMax + 100, "m\n");
        await _harness.AcceptAsync(events);
        _writing = _writer.RunAsync();

        await ArrivesAsync(events);
        Assert.NotEmpty(_harness.Chains.Reads);
    }

    [Fact]
    public async Task Recent_events_that_are_larger_than_a_sockets_queue_reach_a_socket_that_resumes()
    {
        // Somebody else follows, so the interest keeps them.
        await _harness.FollowAsync();
        var recent = Add(RecentEvents.CountOverBudgetMax, new string('x', 40_000));
        Assert.True(recent.Sum(e => e.Text.Length) > _options.QueueBytesMax, "the recent events are to be larger than the queue");
        await _harness.AcceptAsync(recent);

        await StartAsync();
        _writing = _writer.RunAsync();

        await ArrivesAsync(recent);
    }

    [Fact]
    public async Task Events_that_waited_for_a_post_and_are_larger_than_a_sockets_queue_arrive_after_its_outcome()
    {
        var text = new string('x', 40_000);
        await StartAsync();
        await _harness.UntilAsync("the socket is live in its chains", () => !_session.IsBehind);
        var post = new OwnPost(Events.Channel.Id, text);
        await OnLoopAsync(() => _session.Posts.Add(post));
        var batch = Add(ChainFeed.HeldMax / 2, text, Events.Bob);
        await _harness.AcceptAsync(batch);
        _writing = _writer.RunAsync();

        await OnLoopAsync(() => _session.OnPosted(post, default));

        await ArrivesAsync(batch);
    }

    [Fact]
    public async Task Events_that_waited_for_a_post_arrive_when_the_queue_drains_just_after_it_had_no_room()
    {
        var text = new string('x', 40_000);
        await StartAsync();
        await _harness.UntilAsync("the socket is live in its chains", () => !_session.IsBehind);
        var post = new OwnPost(Events.Channel.Id, text);
        await OnLoopAsync(() => _session.Posts.Add(post));
        var batch = Add(ChainFeed.HeldMax / 2, text, Events.Bob);
        await _harness.AcceptAsync(batch);

        // The writer is another thread: between two looks at its queue it may have sent all of it.
        _room.HasDrainedAfterALook = true;
        _writing = _writer.RunAsync();
        await OnLoopAsync(() => _session.OnPosted(post, default));
        var next = _harness.Chains.Add(Events.Message(batch[^1].EventTs + 1, text));
        await _harness.AcceptAsync([next]);

        Assert.False(_room.HasDrainedAfterALook, "the queue never was without room");
        await ArrivesAsync([.. batch, next]);
    }

    private static string Frame(ChannelEvent e) => string.Create(CultureInfo.InvariantCulture, $"{e.EventTs}:{e.Text}");

    private Task StartAsync() => OnLoopAsync(() => _session.Start([new ChannelId(Events.Channel.Id)], 0));

    private Task OnLoopAsync(Action action) => _harness.Loop.CallAsync(() =>
    {
        action();
        return true;
    });

    private ChannelEvent[] Add(int count, string text, UserId? author = null) =>
        [.. Enumerable.Range(Before + 1, count).Select(ts => _harness.Chains.Add(Events.Message(ts, text, author: author)))];

    private async Task ArrivesAsync(ChannelEvent[] events)
    {
        var bytes = events.Sum(e => Encoding.UTF8.GetByteCount(Frame(e)));
        await _harness.UntilAsync("all of it arrives", () => _arrived.Length >= bytes || _writer.End != SocketEnd.None);
        Assert.Equal(SocketEnd.None, _writer.End);
        Assert.Equal(string.Concat(events.Select(Frame)), Encoding.UTF8.GetString(_arrived.ToArray()));
    }
}
