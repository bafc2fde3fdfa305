using System.Diagnostics.CodeAnalysis;

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
    private OutboundFrame _sending;
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

    /// <summary>Takes the next frame to send.</summary>
    public bool TryTake([NotNullWhen(true)] out ReadOnlyMemory<byte>? bytes)
    {
        lock (_gate)
        {
            bytes = null;
            if (!_waiting.TryDequeue(out var next))
            {
                return false;
            }

            _bytes -= next.Frame.Bytes.Length;
            _sending = next.Frame;
            bytes = next.Frame.Bytes;
            return true;
        }
    }

    /// <summary>Notes that the frame that was taken has gone to the transport.</summary>
    /// <param name="end">How many bytes the transport has had up to its end.</param>
    /// <returns>True when it is time to find out what has arrived.</returns>
    public bool Sent(long end)
    {
        lock (_gate)
        {
            if (_sending.Feed is not null)
            {
                if (_sent.Count >= SentMax)
                {
                    _sent.Dequeue();
                }

                _sent.Enqueue((_sending, clock.GetTimestamp(), end));
            }

            _sending = default;
            return _sent.Count > 0 && _sent.Count % ConfirmEvery == 0;
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

            TakeBack(cursors, _sending);
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
