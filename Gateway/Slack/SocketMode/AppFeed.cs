using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>
/// The chains of an app's bot, at the one gateway that has the claim: a member's session whose frames become envelopes. So an app
/// gets what a socket of its bot would get, holes repaired and memberships applied. Owned by the delivery loop.
/// </summary>
internal sealed class AppFeed : ISessionWriter
{
    private readonly IEnvelopes _hub;
    private readonly Action _onGap;

    public AppFeed(IEnvelopes hub, AppFeedClaim claim, SessionHost host, Action onGap, string gateway)
    {
        (_hub, Claim, _onGap) = (hub, claim.Claim, onGap);
        var record = new SessionRecord(hub.App.Id, hub.App.Team, hub.App.User, string.Empty, gateway, 0, claim.Cursors, SessionState.Open, 0);

        // As a client of ours: a gap that is too old is passed over, and does not end the feed.
        Session = new RtmSession(record, isOwn: true, this, host);
    }

    public RtmSession Session { get; }

    public long Claim { get; }

    public SocketEnd End => SocketEnd.None;

    public bool HasRoom => _hub.HasRoom;

    public bool HasBacklogRoom => _hub.HasBacklogRoom;

    public bool IsTooOld => false;

    public bool IsAllRead => true;

    public bool IsPeerGone => false;

    public bool WantsRoom { get; set; }

    public Action? RoomMade { get; set; }

    public void Start(IEnumerable<UserChannel> channels, long ownHead) => Session.Start(channels, ownHead);

    public void Send(OutboundFrame frame, DeliveryLoop loop)
    {
        var chain = frame.Feed?.ChainKey ?? string.Empty;
        foreach (var payload in AppEvents.Of(_hub.App, chain, WebSocketFrame.TextOf(frame.Bytes)))
        {
            _hub.Add(new AppEnvelope("events_api", payload, chain) { Feed = frame.Feed, Before = frame.Before });
        }
    }

    // Only "resync": there is no frame for it here.
    public void Send(ReadOnlyMemory<byte> text) => _onGap();

    public void WakeLater(DeliveryLoop loop)
    {
        // Envelopes go out as they are put in.
    }

    public void TakeBack(Dictionary<string, long> cursors) => _hub.TakeBack(cursors);

    public void AskReceipt()
    {
        // Acknowledgements are the receipts.
    }

    public Task SettleAsync() => Task.CompletedTask;

    public void Close(SocketEnd end)
    {
        // An app's feed ends with its last socket.
    }
}
