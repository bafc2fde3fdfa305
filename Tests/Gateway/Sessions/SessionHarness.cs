using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Presence;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Delivery;

namespace OrleansSocial.Tests.Gateway.Sessions;

/// <summary>Bob's session over chains in memory, its real writer and queue, and a socket that is a piece of memory.</summary>
internal sealed class SessionHarness : IAsyncDisposable
{
    private readonly MemoryStream arrived = new();
    private readonly FrameStream stream;
    private readonly WebSocket socket;
    private readonly PeerConnection peer;
    private Task writing = Task.CompletedTask;

    /// <param name="cursors">The session's cursors.</param>
    /// <param name="claim">Its claim.</param>
    public SessionHarness(ImmutableDictionary<string, long> cursors, int claim = 1)
    {
        var instruments = new RtmInstruments(Delivery.Meters);
        stream = new FrameStream(arrived);
        socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        peer = PeerConnection.Of(new DefaultHttpContext(), Options);
        Writer = new SocketWriter(socket, new OutboundQueue(Options, Delivery.Clock), stream, peer, instruments, Delivery.Clock);
        Room = new DrainedWriter(Writer);
        var presence = new PresenceInstruments(Delivery.Meters);
        var calls = new PresenceCalls(new ClusterRouter(Cluster.Client), new GatewayIdentity(), presence, NullLogger<PresenceCalls>.Instance);
        var hub = new PresenceHub(calls, Delivery.Encoder, presence, Delivery.Loop, Delivery.Clock);
        Host = new SessionHost(Delivery.Interests, Delivery.Repair, Delivery.Encoder, hub, Delivery.Loop, instruments, Delivery.Clock);
        Session = new RtmSession(new SessionRecord("s", Events.Team, Events.Bob, "t", "g", claim, cursors, SessionState.Open, 0), false, Room, Host);
        Room.RoomMade = () => Delivery.Loop.Post(Session.PumpBacklog);
    }

    public InterestsHarness Delivery { get; } = new();

    public FakeCluster Cluster { get; } = new();

    public RtmOptions Options { get; } = new();

    public SessionHost Host { get; }

    public SocketWriter Writer { get; }

    public DrainedWriter Room { get; }

    public RtmSession Session { get; }

    /// <summary>Gets what arrived, one frame after the other, without the pings between them.</summary>
    public string Arrived
    {
        get
        {
            // The frames of the tests are ASCII; a ping begins with 0x89.
            var text = new StringBuilder();
            var bytes = arrived.ToArray();
            for (var i = 0; i < bytes.Length; i++)
            {
                if (bytes[i] == 0x89)
                {
                    i += WebSocketFrame.PingBytes - 1;
                }
                else
                {
                    text.Append((char)bytes[i]);
                }
            }

            return text.ToString();
        }
    }

    /// <summary>Starts the session for a member of these channels.</summary>
    /// <param name="channels">Each channel, and since when the member is in it.</param>
    public Task StartAsync(params (ChainId Chain, long JoinTs)[] channels) => OnLoopAsync(() => Session.Start(
        channels.Select(c => new UserChannel(new ChannelId(c.Chain.Id), c.JoinTs, 0, [], 0, c.JoinTs)), 0));

    /// <summary>Has the writer run.</summary>
    public void Write() => writing = Writer.RunAsync();

    public Task OnLoopAsync(Action action) => Delivery.Loop.CallAsync(() =>
    {
        action();
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        Writer.Close(SocketEnd.PeerGone);
        await writing;
        Writer.Dispose();
        peer.Dispose();
        socket.Dispose();
        await stream.DisposeAsync();
        await Delivery.DisposeAsync();
    }
}
