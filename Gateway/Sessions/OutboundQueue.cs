namespace OrleansSocial.Gateway.Sessions;

/// <summary>What waits for one socket, and what was sent but may not have been read. Filled by the loop and the reader, drained by the writer.</summary>
/// <param name="options">The bounds.</param>
/// <param name="clock">The clock.</param>
internal sealed class OutboundQueue(RtmOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Queue<(OutboundFrame Frame, long At)> _waiting = new();
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly List<OutboundFrame> _sending = [];
    private readonly Receipts _receipts = new(clock);
    private int _bytes;
    private bool _isClosed;

    /// <summary>
    /// Gets whether more of a backlog may be put in. Its frames are this socket's own, those of live events are shared by all
    /// sockets: a client that stops reading while it is behind must not cost more than this.
    /// </summary>
    public bool HasBacklogRoom
    {
        get
        {
            lock (_gate)
            {
                return !_isClosed && _waiting.Count < options.QueueFramesMax / 8 && _bytes < options.QueueBytesMax / 16;
            }
        }
    }

    /// <summary>Gets whether live events may be put in: beyond half of the room a feed goes on from pages.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return !_isClosed && _waiting.Count < options.QueueFramesMax / 2 && _bytes < options.QueueBytesMax / 2;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Gets whether the oldest frame has waited too long.</summary>
    public bool IsTooOld
    {
        get
        {
            lock (_gate)
            {
                return !_isClosed && _waiting.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) > options.QueueAgeMax;
            }
        }
    }

    /// <summary>Adds a frame.</summary>
    /// <returns>False when there is no room: the socket is too slow.</returns>
    /// <param name="frame">The frame.</param>
    /// <param name="now">The clock's reading.</param>
    public bool TryAdd(OutboundFrame frame, long now)
    {
        lock (_gate)
        {
            var isFull = _waiting.Count >= options.QueueFramesMax || (_bytes + frame.Bytes.Length > options.QueueBytesMax && _waiting.Count > 0);
            if (_isClosed || isFull)
            {
                // The first one that is refused is where its chain goes on after a resume.
                if (frame.Feed is { } feed)
                {
                    _refused.TryAdd(feed.ChainKey, frame.Before);
                }

                return _isClosed;
            }

            _waiting.Enqueue((frame, now));
            _bytes += frame.Bytes.Length;
            return true;
        }
    }

    /// <summary>Gets whether a ping should go out although nothing waits.</summary>
    public bool IsPingDue
    {
        get
        {
            lock (_gate)
            {
                return _receipts.IsPingDue;
            }
        }
    }

    /// <summary>Gets whether nothing waits and everything that was sent has been read.</summary>
    public bool IsAllRead
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0 && _receipts.IsAllRead;
            }
        }
    }

    /// <summary>Takes the next frames to send: one, and as many more as fit.</summary>
    /// <returns>The frames, until the next call; only the writer may look at them.</returns>
    public IReadOnlyList<OutboundFrame> Take(int bytesMax)
    {
        lock (_gate)
        {
            var bytes = 0;
            _sending.Clear();
            while (_waiting.TryPeek(out var next) && (_sending.Count == 0 || bytes + next.Frame.Bytes.Length <= bytesMax))
            {
                var frame = next.Frame;
                bytes += frame.Bytes.Length;
                _sending.Add(frame);
                _waiting.Dequeue();
                if (frame.Feed is { } feed)
                {
                    _receipts.Add(feed, frame.Before);
                }
            }

            _bytes -= bytes;
            return _sending;
        }
    }

    /// <summary>Tells the number of the ping that is to go out behind the frames that were taken, or null.</summary>
    /// <param name="isLast">Whether nothing is sent after it: due or not.</param>
    public long? TakePing(bool isLast = false)
    {
        lock (_gate)
        {
            return _receipts.IsPingDue || (isLast && _receipts.Sent > 0) ? _receipts.Ping() : null;
        }
    }

    /// <summary>Forgets what was read.</summary>
    /// <param name="number">The number that came back with the pong.</param>
    public void Confirm(long number)
    {
        lock (_gate)
        {
            _receipts.Confirm(number);
        }
    }

    /// <summary>Takes cursors back to before what may not have been read.</summary>
    public void TakeBack(Dictionary<string, long> cursors)
    {
        lock (_gate)
        {
            _receipts.ForEach((feed, before) => TakeBack(cursors, feed, before));
            foreach (var (frame, _) in _waiting)
            {
                TakeBack(cursors, frame.Feed, frame.Before);
            }

            foreach (var (chain, before) in _refused)
            {
                if (cursors.TryGetValue(chain, out var cursor) && before < cursor)
                {
                    cursors[chain] = before;
                }
            }
        }
    }

    /// <summary>Takes nothing more; what waits is kept only for <see cref="TakeBack(Dictionary{string, long})"/>.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    private static void TakeBack(Dictionary<string, long> cursors, ChainFeed? feed, long before)
    {
        if (feed is not null && cursors.TryGetValue(feed.ChainKey, out var cursor) && before < cursor)
        {
            cursors[feed.ChainKey] = before;
        }
    }
}
