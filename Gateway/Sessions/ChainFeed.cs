using System.Collections.Immutable;
using System.Text.Json;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// One chain of one session: where its socket has got to. Behind, it is fed from pages as its queue drains; live, it gets what
/// the interest gets. Every event passes through here in order, so that membership is applied exactly where it changed.
/// Owned by the delivery loop.
/// </summary>
internal sealed class ChainFeed : IChainFollower
{
    /// <summary>The most events that wait for the outcome of a post of this very socket.</summary>
    public const int HeldMax = 200;

    /// <summary>The most bytes of a page that wait for room in the socket's queue; <see cref="RtmSession.ReadingMax"/> feeds of a socket have one.</summary>
    public const int PageRestBytesMax = 16 * 1024;

    private readonly RtmSession _session;
    private readonly Queue<(ChannelEvent Event, EncodedEvent Encoded)> _held = new();
    private HashSet<long>? _ownPosts;
    private long _rejoinTs;
    private long _mutedBefore;

    public ChainFeed(RtmSession session, Interests interests, ChainId chain, long? cursor)
    {
        (_session, ChainKey) = (session, chain.Id);
        Cursor = cursor ?? 0;
        HasCursor = cursor is not null;
        Interest = interests.Follow(chain, this);
    }

    public ChannelInterest Interest { get; }

    public string ChainKey { get; }

    /// <summary>Gets the last event that was put into the socket's queue, or passed over for it.</summary>
    public long Cursor { get; private set; }

    /// <summary>Gets whether it is known where to begin; without, it begins at the head.</summary>
    public bool HasCursor { get; private set; }

    public bool IsLive => LiveIndex >= 0;

    public bool HasEnded { get; private set; }

    public int LiveIndex { get; set; } = -1;

    /// <summary>Gets or sets the page that it is being fed from.</summary>
    public ImmutableArray<ChannelEvent> Page { get; set; } = [];

    public int PageAt { get; set; }

    public bool IsReading { get; set; }

    public int Failures { get; set; }

    /// <summary>Begins at an event, that one excluded.</summary>
    public void BeginAt(long cursor) => (Cursor, HasCursor) = (cursor, true);

    /// <summary>Gets the last join that is known of; 0 for a chain that is no channel's.</summary>
    public long JoinTs { get; private set; }

    /// <summary>The member was added at a moment: if a removal before it is still to come, nothing between the two is shown.</summary>
    public void Rejoin(long joinTs)
    {
        JoinTs = Math.Max(JoinTs, joinTs);
        if (joinTs > Cursor)
        {
            _rejoinTs = joinTs;
        }
    }

    /// <summary>A post of this socket was stored: its event is passed over here.</summary>
    public void PassOver(long ts)
    {
        if (ts > Cursor)
        {
            (_ownPosts ??= []).Add(ts);
        }
    }

    public void OnEvent(ChannelEvent e, EncodedEvent encoded)
    {
        if (e.EventTs <= Cursor || HasEnded)
        {
            return;
        }

        try
        {
            Take(e, encoded);
        }
        catch (Exception exception)
        {
            // One event that cannot be shown must not end its chain, here or for those who come after this feed.
            Cursor = Math.Max(Cursor, e.EventTs);
            _session.OnFault(exception);
        }
    }

    public void OnSignal(ChainSignal signal, ReadOnlyMemory<byte> frame)
    {
        // Who types sees it; of one's presence all of one's own sockets hear.
        var isOwn = string.Equals(signal.User, _session.User.Value, StringComparison.Ordinal);
        if (!HasEnded && isOwn == (signal.Kind != SignalKind.Typing))
        {
            _session.SendIfRoom(frame);
        }
    }

    public void OnKnown() => _session.PumpBacklog();

    public void OnTooFar(long head)
    {
        _held.Clear();
        (Page, PageAt) = ([], 0);
        BeginAt(Math.Max(head, Cursor));
        _session.OnTooFar(this);
    }

    /// <summary>A post of this socket has an outcome: what waited for it goes on.</summary>
    public void ReleaseHeld(bool all = false)
    {
        while (_held.TryPeek(out var next)
            && (all || _ownPosts?.Contains(next.Event.EventTs) == true || !_session.Posts.MayInclude(next.Event)))
        {
            if (!_session.HasRoom)
            {
                // What is held is read again as the queue drains.
                _held.Clear();
                (Page, PageAt) = ([], 0);
                if (IsLive)
                {
                    _session.FallBehind(this);
                }

                return;
            }

            _held.Dequeue();
            if (!HasEnded)
            {
                Deliver(next.Event, next.Encoded);
            }
        }
    }

    /// <summary>Lets go of a page's rest that is large: a client that does not read must not keep it in memory. It is read again.</summary>
    public void TrimPage()
    {
        var bytes = 0;
        for (var i = PageAt; i < Page.Length && bytes <= PageRestBytesMax; i++)
        {
            bytes += EventPage.SizeOf(Page[i]);
        }

        if (bytes > PageRestBytesMax)
        {
            (Page, PageAt) = ([], 0);
        }
    }

    /// <summary>Gets whether nothing waits for the outcome of a post.</summary>
    public bool IsHolding => _held.Count > 0;

    public void End(Interests interests)
    {
        HasEnded = true;
        interests.Unfollow(Interest, this);
    }

    private void Take(ChannelEvent e, EncodedEvent encoded)
    {
        // One batch can hold more events than a socket's queue has room for, however fast its client reads.
        if (IsLive && _held.Count == 0 && _session.FallsBehind(this))
        {
            return;
        }

        if (_held.Count > 0 || _session.Posts.MayInclude(e))
        {
            _held.Enqueue((e, encoded));
            if (_held.Count > HeldMax)
            {
                ReleaseHeld(all: true);
            }

            return;
        }

        Deliver(e, encoded);
    }

    private void Deliver(ChannelEvent e, EncodedEvent encoded)
    {
        var before = Cursor;
        Cursor = e.EventTs;
        var isMuted = e.EventTs < _mutedBefore;
        var isOwn = _ownPosts?.Remove(e.EventTs) == true;
        if (encoded.Standing is { } standing && string.Equals(standing.User, _session.User.Value, StringComparison.Ordinal))
        {
            _session.IsGuest = standing.IsGuest;
        }

        var frames = _session.IsGuest ? encoded.ForGuests ?? encoded.Frames : encoded.Frames;
        if (!isMuted && !isOwn
            && (encoded.OnlyUser is null || string.Equals(encoded.OnlyUser, _session.User.Value, StringComparison.Ordinal)))
        {
            // Who has left is told that, and gets the channel's message about it no more: wee-slack opens the channel again for it.
            for (var i = EndsHere(e) && frames.Length > 1 ? 1 : 0; i < frames.Length; i++)
            {
                _session.Send(new OutboundFrame(frames[i], this, before));
            }
        }

        switch (e.Kind)
        {
            case EventKind.Leave or EventKind.Kick when EndsHere(e):
                if (_rejoinTs > e.EventTs)
                {
                    _mutedBefore = _rejoinTs;
                }
                else
                {
                    _session.OnLeft(this);
                }

                break;
            case EventKind.AddedToChannel when Extra(e, EventExtras.Channel) is { } channel:
                _session.OnAdded(new ChannelId(channel), e.TargetTs ?? 0);
                break;
            case EventKind.RemovedFromChannel when Extra(e, EventExtras.Channel) is { } channel:
                _session.OnRemoved(new ChannelId(channel), e.TargetTs ?? 0);
                break;
        }
    }

    private bool EndsHere(ChannelEvent e) => e.Kind switch
    {
        EventKind.Leave => Is(e.Author),
        EventKind.Kick => Is(Extra(e, EventExtras.User)),
        _ => false,
    };

    private bool Is(string? user) => string.Equals(user, _session.User.Value, StringComparison.Ordinal);

    private static string? Extra(ChannelEvent e, string key)
    {
        if (e.Extras is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(e.Extras);
        return json.RootElement.TryGetProperty(key, out var value) ? value.GetString() : null;
    }
}
