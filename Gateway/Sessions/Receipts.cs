namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// What was sent to one client, and may not have been read: clients of ours name their cursors, but not of channels that they have yet to hear of. The pong to a numbered ping tells that
/// everything before the ping was read: clients answer pings in their turn. Used under the lock of its queue.
/// </summary>
internal sealed class Receipts(TimeProvider clock)
{
    /// <summary>The most frames that are remembered one by one; of older ones each chain's first, until the last of them has been read.</summary>
    public const int SentMax = 8_192;

    /// <summary>
    /// A ping goes out behind what is sent, one at a time and over time not more often than this: so much, and what was on its
    /// way, may be sent again after a cut.
    /// </summary>
    public static readonly TimeSpan PingPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>How many pings may go out sooner after a quiet time: where little is said, nothing that was read comes again.</summary>
    public const int PingBurst = 20;

    /// <summary>
    /// Slack's clients for Node, once they have been pinged, want the next ping within 30 s (socket-mode 3.1.0: serverPingTimeout);
    /// the WebSocket's own keep-alive sends none while the client is heard.
    /// </summary>
    public static readonly TimeSpan PingAgainAfter = TimeSpan.FromSeconds(10);

    private readonly long _period = (long)(PingPeriod.TotalSeconds * clock.TimestampFrequency);
    private readonly Queue<(ChainFeed Feed, long Before)> _sent = new();
    private readonly Dictionary<ChainFeed, long> _older = [];
    private long _read;
    private long _olderEnd;
    private long _pinged;
    private long? _pingedAt;
    private long _nextPingAt = clock.GetTimestamp();

    /// <summary>Gets how many frames have been sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Gets whether everything has been read.</summary>
    public bool IsAllRead => _read == Sent;

    /// <summary>Gets whether a ping should follow: something was sent after the last one and that one was answered, or it was long ago.</summary>
    public bool IsPingDue =>
        (Sent > _pinged && _read >= _pinged && clock.GetTimestamp() >= _nextPingAt - ((PingBurst - 1) * _period))
        || (_pingedAt is { } last && clock.GetElapsedTime(last) >= PingAgainAfter);

    /// <summary>Notes a frame that goes to the transport.</summary>
    public void Add(ChainFeed feed, long before)
    {
        if (_sent.Count == SentMax)
        {
            var oldest = _sent.Dequeue();
            _older.TryAdd(oldest.Feed, oldest.Before);
            _olderEnd = Sent - _sent.Count;
        }

        _sent.Enqueue((feed, before));
        Sent++;
    }

    /// <summary>Tells the number of the ping that goes out now.</summary>
    public long Ping()
    {
        var now = clock.GetTimestamp();
        (_pinged, _pingedAt, _nextPingAt) = (Sent, now, Math.Max(_nextPingAt, now) + _period);
        return _pinged;
    }

    /// <summary>Forgets what the client has read.</summary>
    /// <param name="number">The number that its pong carried.</param>
    public void Confirm(long number)
    {
        _read = Math.Max(_read, Math.Min(number, _pinged));
        if (_read >= _olderEnd)
        {
            _older.Clear();
        }

        while (_sent.Count > Sent - _read)
        {
            _sent.Dequeue();
        }
    }

    /// <summary>Calls back for each frame that may not have been read; of several of one chain perhaps only for the first.</summary>
    public void ForEach(Action<ChainFeed, long> frame)
    {
        foreach (var (feed, before) in _older)
        {
            frame(feed, before);
        }

        foreach (var (feed, before) in _sent)
        {
            frame(feed, before);
        }
    }
}
