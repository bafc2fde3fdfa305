using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// One socket's session: its chains and how far each has got. The member's and the team's chains come first; a channel that
/// the session has no cursor for begins where the member's chain says that they were added, else at its head.
/// Owned by the delivery loop.
/// </summary>
internal sealed partial class RtmSession
{
    private readonly Dictionary<string, ChainFeed> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _pending = new(StringComparer.Ordinal);
    private readonly SessionRecord _record;
    private readonly SessionHost _host;
    private readonly ISessionWriter _writer;
    private ChainFeed? _ownChain;
    private long _ownHead;
    private long _snapshots;
    private bool _isStarted;

    public RtmSession(SessionRecord record, bool isOwn, ISessionWriter writer, SessionHost host)
    {
        (_record, IsOwn, _writer, _host) = (record, isOwn, writer, host);
        Posts = new OwnPosts(record.User);
    }

    public string Id => _record.Id;

    public TeamId Team => _record.Team;

    public UserId User => _record.User;

    public string TokenId => _record.TokenId;

    public int Claim => _record.Claim;

    /// <summary>Gets whether it is a client of ours: it names its cursors and understands <c>resync</c>.</summary>
    public bool IsOwn { get; }

    /// <summary>Gets or sets whether its member is a guest: what is not for guests is not sent. Known at the opening, and from then on by the team's chain.</summary>
    public bool IsGuest { get; set; }

    public bool HasEnded { get; private set; }

    /// <summary>Gets or sets whether it changed since it was saved.</summary>
    public bool IsDirty { get; set; } = true;

    public ISessionWriter Writer => _writer;

    /// <summary>Begins the feeds.</summary>
    /// <param name="channels">The channels that the member is in now; a session's cursors of others are not used.</param>
    /// <param name="ownHead">The head of the member's chain, read after the list.</param>
    public void Start(IEnumerable<UserChannel> channels, long ownHead)
    {
        _ownHead = ownHead;
        foreach (var channel in channels)
        {
            if (_record.Cursors.TryGetValue(channel.Channel.Value, out var cursor))
            {
                Follow(ChainId.Of(Team, channel.Channel), cursor, channel.JoinTs);
            }
            else
            {
                _pending[channel.Channel.Value] = channel.JoinTs;
            }
        }

        _isStarted = true;
        _host.Presence.Online(this);
        Follow(ChainId.Of(Team), CursorOf(Team.Value));
        _ownChain = Follow(ChainId.Of(Team, User), CursorOf(User.Value));
        PumpBacklog();
    }

    /// <summary>Puts a frame into the socket's queue; a socket that has no room for it is closed.</summary>
    public void Send(OutboundFrame frame)
    {
        IsDirty = true;
        _writer.Send(frame, _host.Loop);
    }

    /// <summary>Gets whether a feed may go on.</summary>
    public bool HasRoom => _writer.HasRoom;

    /// <summary>Gets the posts of this socket whose outcome is not known yet.</summary>
    public OwnPosts Posts { get; }

    public void OnPosted(OwnPost post, RtmReply reply)
    {
        Posts.Remove(post);
        if (!reply.Frame.IsEmpty)
        {
            Reply(reply);
        }

        if (_feeds.TryGetValue(post.Channel, out var held) && held.IsHolding)
        {
            held.ReleaseHeld();
            PumpBacklog();
        }
    }

    // Queued before any later event of the channel, and taken back like an event: a message whose acknowledgement
    // was lost with the socket comes as an event after the resume.
    private void Reply(RtmReply reply)
    {
        if (reply.Channel is { } channel && _feeds.TryGetValue(channel, out var feed) && reply.Ts > feed.Cursor)
        {
            feed.PassOver(reply.Ts);
            Send(new OutboundFrame(WebSocketFrame.OfText(reply.Frame.Span), feed, feed.Cursor));
        }
        else
        {
            _writer.Send(reply.Frame);
        }
    }

    /// <summary>The member was added to a channel: it begins with the join.</summary>
    public void OnAdded(ChannelId channel, long joinTs)
    {
        _pending.Remove(channel.Value);
        if (_feeds.TryGetValue(channel.Value, out var feed))
        {
            feed.Rejoin(joinTs);
            return;
        }

        Follow(ChainId.Of(Team, channel), joinTs - 1, joinTs);
        PumpBacklog();
    }

    /// <summary>
    /// The member was removed from a channel, their own chain says: the channel ends, unless its own event of it is still to come,
    /// or the member was added again since.
    /// </summary>
    public void OnRemoved(ChannelId channel, long leaveTs)
    {
        if (_pending.TryGetValue(channel.Value, out var joinTs) && joinTs < leaveTs)
        {
            _pending.Remove(channel.Value);
        }
        else if (_feeds.TryGetValue(channel.Value, out var feed) && feed.JoinTs < leaveTs && (!feed.HasCursor || feed.Cursor >= leaveTs))
        {
            OnLeft(feed);
        }
    }

    /// <summary>The member left or was removed: the channel ends here.</summary>
    public void OnLeft(ChainFeed feed)
    {
        feed.End(_host.Interests);
        _feeds.Remove(feed.ChainKey);
        IsDirty = true;
    }

    /// <summary>An event could not be shown; the loop tells of it.</summary>
    public void OnFault(Exception exception) => _host.Loop.OnFault(exception);

    /// <summary>A gap is too old to fill.</summary>
    public void OnTooFar(ChainFeed feed)
    {
        if (HasEnded)
        {
            return;
        }

        _host.Instruments.Resync();
        if (IsOwn)
        {
            _writer.Send(RtmFrames.Resync(feed.ChainKey));
            PumpBacklog();
        }
        else
        {
            _writer.Close(SocketEnd.Resync);
        }
    }

    /// <summary>The record as it is to be saved: cursors without what has not arrived.</summary>
    public SessionRecord Snapshot(SessionState state) => _record with { State = state, Cursors = Cursors(), Number = ++_snapshots };

    public ImmutableDictionary<string, long> Cursors()
    {
        var cursors = new Dictionary<string, long>(_feeds.Count, StringComparer.Ordinal);
        foreach (var (key, feed) in _feeds)
        {
            if (feed.HasCursor)
            {
                cursors[key] = feed.Cursor;
            }
        }

        _writer.TakeBack(cursors);
        return cursors.ToImmutableDictionary(StringComparer.Ordinal);
    }

    public void End()
    {
        if (!HasEnded)
        {
            HasEnded = true;
            if (_isStarted)
            {
                // One that never began counts nowhere.
                _host.Presence.Offline(this);
            }

            foreach (var feed in _feeds.Values)
            {
                feed.End(_host.Interests);
            }
        }
    }

    private long? CursorOf(string chain) => _record.Cursors.TryGetValue(chain, out var cursor) ? cursor : null;

    private ChainFeed Follow(ChainId chain, long? cursor, long joinTs = 0)
    {
        var feed = new ChainFeed(this, _host.Interests, chain, cursor);
        feed.Rejoin(joinTs);
        _feeds[chain.Id] = feed;
        _behind.Enqueue(feed);
        return feed;
    }
}
