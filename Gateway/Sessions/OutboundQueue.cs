namespace OrleansSocial.Gateway.Sessions;

/// <summary>What waits for one socket, and what was sent but may not have arrived. Filled by the loop and the reader, drained by the writer.</summary>
internal sealed class OutboundQueue(RtmOptions options, TimeProvider clock, bool remembersSent = true)
{
    /// <summary>The most frames that are remembered as sent; older ones count as arrived.</summary>
    public const int SentMax = 8_192;

    private const int ConfirmEvery = 512;

    private readonly Lock _gate = new();
    private readonly Queue<(OutboundFrame Frame, long At)> _waiting = new();
    private readonly Queue<(ChainFeed Feed, long Before, long At, long End)> _sent = new();
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly List<OutboundFrame> _sending = [];
    private int _bytes;
    private bool _isClosed;

    /// <summary>Gets whether a backlog may be put in: it leaves half of the room to live events.</summary>
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

    /// <summary>Takes the next frames to send: one, and as many more as fit.</summary>
    /// <returns>The frames, until <see cref="Sent"/> is called; only the writer may look at them.</returns>
    public IReadOnlyList<OutboundFrame> Take(int bytesMax)
    {
        lock (_gate)
        {
            var bytes = 0;
            while (_waiting.TryPeek(out var next) && (_sending.Count == 0 || bytes + next.Frame.Bytes.Length <= bytesMax))
            {
                bytes += next.Frame.Bytes.Length;
                _sending.Add(next.Frame);
                _waiting.Dequeue();
            }

            _bytes -= bytes;
            return _sending;
        }
    }

    /// <summary>Notes that the frames that were taken have gone to the transport.</summary>
    /// <param name="start">How many bytes the transport had had before them.</param>
    /// <returns>True when it is time to find out what has arrived.</returns>
    public bool Sent(long start)
    {
        lock (_gate)
        {
            var at = clock.GetTimestamp();
            var before = _sent.Count / ConfirmEvery;
            foreach (var frame in _sending)
            {
                start += frame.Bytes.Length;
                if (remembersSent && frame.Feed is not null)
                {
                    if (_sent.Count >= SentMax)
                    {
                        _sent.Dequeue();
                    }

                    _sent.Enqueue((frame.Feed, frame.Before, at, start));
                }
            }

            _sending.Clear();
            return _sent.Count / ConfirmEvery > before || _sent.Count >= SentMax;
        }
    }

    /// <summary>Forgets what has arrived: everything up to an offset, or without one what was sent long enough ago.</summary>
    public void Confirm(long? end, TimeSpan age)
    {
        lock (_gate)
        {
            while (_sent.TryPeek(out var oldest) && (end is { } offset ? oldest.End <= offset : clock.GetElapsedTime(oldest.At) > age))
            {
                _sent.Dequeue();
            }
        }
    }

    /// <summary>Takes cursors back to before what is not known to have arrived.</summary>
    public void TakeBack(Dictionary<string, long> cursors)
    {
        lock (_gate)
        {
            foreach (var (feed, before, _, _) in _sent)
            {
                TakeBack(cursors, feed, before);
            }

            foreach (var frame in _sending)
            {
                TakeBack(cursors, frame.Feed, frame.Before);
            }

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
