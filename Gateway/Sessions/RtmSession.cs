using System.Collections.Immutable;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// One socket's session: its chains and how far each has got. The member's and the team's chains come first; a channel that
/// the session has no cursor for begins where the member's chain says that they were added, else at its head.
/// Owned by the delivery loop.
/// </summary>
internal sealed partial class RtmSession
{
    /// <summary>The most pages that are read at once for one socket.</summary>
    public const int ReadingMax = 4;

    /// <summary>The most events in a page: what a queue takes at once.</summary>
    public const int PageEventsMax = 64;

    private const int FruitlessReadsMax = 3;

    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, ChainFeed> _feeds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);
    private readonly Queue<ChainFeed> _behind = new();
    private readonly SessionRecord _record;
    private readonly SessionHost _host;
    private readonly ISessionWriter _writer;
    private ChainFeed? _ownChain;
    private long _ownHead;
    private int _reading;
    private bool _isPumping;

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

    public bool IsBehind => _behind.Count > 0;

    /// <summary>Begins the feeds.</summary>
    /// <param name="channels">The channels that the member is in now; a session's cursors of others are not used.</param>
    /// <param name="ownHead">The head of the member's chain, read after the list.</param>
    public void Start(IEnumerable<ChannelId> channels, long ownHead)
    {
        _ownHead = ownHead;
        foreach (var channel in channels)
        {
            if (_record.Cursors.TryGetValue(channel.Value, out var cursor))
            {
                Follow(ChainId.Of(Team, channel), cursor);
            }
            else
            {
                _pending.Add(channel.Value);
            }
        }

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

    /// <summary>A live feed of a socket whose queue is half full goes on from pages, as its queue drains.</summary>
    /// <returns>True when the feed is not live any more.</returns>
    public bool FallsBehind(ChainFeed feed)
    {
        if (HasEnded || _writer.HasRoom)
        {
            return false;
        }

        FallBehind(feed);
        return true;
    }

    /// <summary>
    /// A live feed goes on from pages, room or not: it has let go of events. To look at the queue again here would find that the
    /// writer has drained it meanwhile, and the feed would stay live with a hole.
    /// </summary>
    public void FallBehind(ChainFeed feed)
    {
        feed.Interest.AddBehind(feed);
        _behind.Enqueue(feed);
        _writer.WantsRoom = true;

        // The writer may have drained just before it was told that room is wanted.
        _writer.WakeLater(_host.Loop);
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

        Follow(ChainId.Of(Team, channel), joinTs - 1);
        PumpBacklog();
    }

    /// <summary>The member left or was removed: the channel ends here.</summary>
    public void OnLeft(ChainFeed feed)
    {
        feed.End(_host.Interests);
        _feeds.Remove(feed.ChainKey);
        IsDirty = true;
    }

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

    /// <summary>Feeds what is behind as far as the queue has room; called whenever that may have changed.</summary>
    public void PumpBacklog()
    {
        // A feed's event can begin another feed; the loop below comes to it.
        if (_isPumping || HasEnded)
        {
            return;
        }

        _isPumping = true;
        int known;
        do
        {
            known = _feeds.Count;
            for (var left = _behind.Count; left > 0 && _behind.TryDequeue(out var feed); left--)
            {
                if (Advance(feed))
                {
                    _behind.Enqueue(feed);
                }
            }
        }
        while (_feeds.Count > known);

        _isPumping = false;
        _writer.WantsRoom = _behind.Count > 0;
        if (_pending.Count > 0 && _ownChain is { HasCursor: true } own && own.Cursor >= _ownHead)
        {
            // The member's chain has told of every join since the session's cursors: the rest is older than they are.
            foreach (var channel in _pending)
            {
                Follow(ChainId.Of(Team, new ChannelId(channel)), null);
            }

            _pending.Clear();
            PumpBacklog();
        }
    }

    /// <summary>The record as it is to be saved: cursors without what has not arrived.</summary>
    public SessionRecord Snapshot(SessionState state) => _record with { State = state, Cursors = Cursors() };

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
            _host.Presence.Offline(this);
            foreach (var feed in _feeds.Values)
            {
                feed.End(_host.Interests);
            }
        }
    }

    private long? CursorOf(string chain) => _record.Cursors.TryGetValue(chain, out var cursor) ? cursor : null;

    private ChainFeed Follow(ChainId chain, long? cursor)
    {
        var feed = new ChainFeed(this, _host.Interests, chain, cursor);
        _feeds[chain.Id] = feed;
        _behind.Enqueue(feed);
        return feed;
    }

    /// <summary>Brings a feed further.</summary>
    /// <returns>False when it is live or has ended.</returns>
    private bool Advance(ChainFeed feed)
    {
        if (feed.HasEnded || feed.IsLive)
        {
            return false;
        }

        var interest = feed.Interest;
        if (!interest.IsKnown)
        {
            return true;
        }

        if (!feed.HasCursor)
        {
            feed.BeginAt(interest.Last);
        }

        while (_writer.HasBacklogRoom && !feed.IsReading && !feed.HasEnded && !feed.IsHolding)
        {
            if (feed.PageAt < feed.Page.Length)
            {
                var e = feed.Page[feed.PageAt++];
                feed.OnEvent(e, _host.Encoder.Encode(e));
            }
            else if (interest.RecentSince(feed.Cursor) is { } recent)
            {
                if (FeedRecent(feed, recent))
                {
                    if (!feed.HasEnded)
                    {
                        interest.AddLive(feed);
                    }

                    return false;
                }
            }
            else if (_reading < ReadingMax)
            {
                Read(feed);
            }
            else
            {
                break;
            }
        }

        feed.TrimPage();
        return !feed.HasEnded;
    }

    /// <summary>Feeds what the interest still has, as far as there is room: a few dozen long messages can fill a socket's queue.</summary>
    /// <returns>True when the feed has all of it.</returns>
    private bool FeedRecent(ChainFeed feed, IEnumerable<(ChannelEvent Event, EncodedEvent Encoded)> recent)
    {
        foreach (var (e, encoded) in recent)
        {
            if (!_writer.HasBacklogRoom)
            {
                return false;
            }

            feed.OnEvent(e, encoded);
        }

        return true;
    }

    private void Read(ChainFeed feed)
    {
        feed.IsReading = true;
        _reading++;
        _host.Repair.Read(feed.Interest.Chain, feed.Cursor, PageEventsMax, page =>
        {
            _reading--;
            if (HasEnded || feed.HasEnded)
            {
                return;
            }

            if (page is null)
            {
                ReadLater(feed);
                return;
            }

            feed.IsReading = false;
            if (page.TooFar)
            {
                feed.OnTooFar(feed.Interest.Last);
                return;
            }

            if (page.Events.Length == 0 || page.Events[^1].EventTs <= feed.Cursor)
            {
                if (++feed.Failures < FruitlessReadsMax)
                {
                    ReadLater(feed);
                    return;
                }

                // The chain has nothing newer than this cursor, whatever the interest was told: events are kept for a day only.
                feed.BeginAt(Math.Max(feed.Cursor, feed.Interest.Last));
            }

            feed.Failures = 0;

            (feed.Page, feed.PageAt) = (page.Events, 0);
            PumpBacklog();
        });
    }

    private void ReadLater(ChainFeed feed)
    {
        // "Reading" for the pause.
        feed.IsReading = true;
        _host.Later(ReadAgainAfter, () =>
        {
            feed.IsReading = false;
            PumpBacklog();
        });
    }
}
