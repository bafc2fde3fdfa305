namespace OrleansSocial.Gateway.Sessions;

/// <summary>What waits for one socket, and what was sent but may not have arrived. Filled by the loop and the reader, drained by the writer.</summary>
internal sealed class OutboundQueue(RtmOptions options, TimeProvider clock)
{
    /// <summary>The most frames that are remembered as sent; older ones count as arrived.</summary>
    public const int SentMax = 8_192;

    private const int ConfirmEvery = 512;

    private readonly Lock _gate = new();
    private readonly Queue<(OutboundFrame Frame, long At)> _waiting = new();
    private readonly Queue<(OutboundFrame Frame, long At, long End)> _sent = new();
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
    public bool TryAdd(OutboundFrame frame)
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

            _waiting.Enqueue((frame, clock.GetTimestamp()));
            _bytes += frame.Bytes.Length;
            return true;
        }
    }

    /// <summary>Takes what is to be sent next: as many frames as fit, ready for the wire, or the payload of one that is too long for that.</summary>
    /// <param name="wire">Where the frames go.</param>
    /// <param name="alone">The long one's payload; empty otherwise.</param>
    /// <returns>How many frames were taken, and how many bytes of <paramref name="wire"/> they fill.</returns>
    public (int Frames, int Bytes) Take(Span<byte> wire, out ReadOnlyMemory<byte> alone)
    {
        var used = 0;
        alone = default;
        lock (_gate)
        {
            while (_waiting.TryPeek(out var next))
            {
                var bytes = next.Frame.Bytes;
                var fits = ServerFrame.LengthOf(bytes.Length) <= wire.Length - used;
                if (!fits && _sending.Count > 0)
                {
                    break;
                }

                _waiting.Dequeue();
                _bytes -= bytes.Length;
                _sending.Add(next.Frame);
                if (!fits)
                {
                    alone = bytes;
                    break;
                }

                used += ServerFrame.Write(wire[used..], bytes.Span);
            }

            return (_sending.Count, used);
        }
    }

    /// <summary>Notes that the frames that were taken have gone to the transport.</summary>
    /// <param name="end">How many bytes the transport has had up to the end of the last.</param>
    /// <returns>True when it is time to find out what has arrived.</returns>
    public bool Sent(long end)
    {
        lock (_gate)
        {
            var before = _sent.Count / ConfirmEvery;
            var now = clock.GetTimestamp();
            foreach (var frame in _sending)
            {
                if (frame.Feed is not null)
                {
                    if (_sent.Count >= SentMax)
                    {
                        _sent.Dequeue();
                    }

                    // The end of all of them: taken for unconfirmed a little longer, never for confirmed too early.
                    _sent.Enqueue((frame, now, end));
                }
            }

            _sending.Clear();
            return _sent.Count / ConfirmEvery != before || _sent.Count >= SentMax;
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
            foreach (var (frame, _, _) in _sent)
            {
                TakeBack(cursors, frame);
            }

            foreach (var frame in _sending)
            {
                TakeBack(cursors, frame);
            }

            foreach (var (frame, _) in _waiting)
            {
                TakeBack(cursors, frame);
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

    private static void TakeBack(Dictionary<string, long> cursors, OutboundFrame frame)
    {
        if (frame.Feed?.ChainKey is { } chain && cursors.TryGetValue(chain, out var cursor) && frame.Before < cursor)
        {
            cursors[chain] = frame.Before;
        }
    }
}
