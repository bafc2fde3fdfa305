using System.Buffers;
using System.Net.WebSockets;
using OrleansSocial.Gateway.Delivery;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>The one that writes to a socket: drains its queue, and at the end says goodbye, closes, or gives up.</summary>
internal sealed class SocketWriter : ISessionWriter, IWakeable, IDisposable
{
    /// <summary>How long a socket may take for the goodbye and what is still before it.</summary>
    public static readonly TimeSpan GoodbyeTimeMax = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SettleTimeMax = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SettlePoll = TimeSpan.FromMilliseconds(5);

    /// <summary>How much is written at once, so that a pooled buffer of 32 KiB holds it and a ping; a larger frame goes alone.</summary>
    private const int ChunkBytes = (32 * 1024) - WebSocketFrame.PingBytes;

    private readonly WebSocket _socket;
    private readonly OutboundQueue _queue;
    private readonly RtmInstruments _instruments;
    private readonly FrameStream _stream;
    private readonly PeerConnection _peer;
    private readonly TimeProvider _clock;
    private readonly WriterSignal _signal = new();
    private readonly CancellationTokenSource _abort = new();
    private bool _isListed;
    private int _end;
    private volatile bool _hasEnded;

    public SocketWriter(WebSocket socket, OutboundQueue queue, FrameStream stream, PeerConnection peer, RtmInstruments instruments, TimeProvider clock)
    {
        (_socket, _queue, _stream, _peer, _instruments, _clock) = (socket, queue, stream, peer, instruments, clock);
        stream.PongRead = queue.Confirm;
    }

    public SocketEnd End => (SocketEnd)Volatile.Read(ref _end);

    /// <summary>Gets whether live events may be put in.</summary>
    public bool HasRoom => _queue.HasRoom;

    /// <summary>Gets whether more of what is behind may be put in.</summary>
    public bool HasBacklogRoom => _queue.HasBacklogRoom;

    public bool IsTooOld => _queue.IsTooOld;

    /// <summary>Gets or sets whether <see cref="RoomMade"/> is wanted.</summary>
    public bool WantsRoom { get; set; }

    /// <summary>Gets or sets what is called when the queue has been drained and room was wanted.</summary>
    public Action? RoomMade { get; set; }

    /// <summary>Puts a chain's frame in the queue, on the delivery loop; without room the socket is closed as too slow.</summary>
    public void Send(OutboundFrame frame, DeliveryLoop loop)
    {
        if (!_queue.TryAdd(frame, loop.Now))
        {
            Close(SocketEnd.TooSlow);
        }
        else
        {
            WakeLater(loop);
        }
    }

    /// <summary>Has the writer look at its queue after the loop's current piece of work.</summary>
    public void WakeLater(DeliveryLoop loop)
    {
        if (!_isListed)
        {
            _isListed = true;
            loop.WakeLater(this);
        }
    }

    /// <summary>Puts a text of the socket itself in the queue, from anywhere.</summary>
    public void Send(ReadOnlyMemory<byte> text)
    {
        if (_queue.TryAdd(new OutboundFrame(WebSocketFrame.OfText(text.Span), null, 0), _clock.GetTimestamp()))
        {
            _signal.Raise();
        }
        else
        {
            Close(SocketEnd.TooSlow);
        }
    }

    /// <summary>Called by the delivery loop after its piece of work.</summary>
    public void Wake()
    {
        _isListed = false;
        _signal.Raise();
    }

    /// <summary>Takes cursors back to before what is not known to have been read.</summary>
    public void TakeBack(Dictionary<string, long> cursors) => _queue.TakeBack(cursors);

    /// <summary>Gets whether nothing waits and everything that was sent is known to have been read.</summary>
    public bool IsAllRead => _queue.IsAllRead;

    /// <summary>Gets whether the peer has ended the connection, read or not.</summary>
    public bool IsPeerGone => _peer.IsGone();

    /// <summary>Asks whether the last of what was sent has been read; called now and then.</summary>
    public void AskReceipt()
    {
        if (_queue.IsPingDue)
        {
            _signal.Raise();
        }
    }

    /// <summary>After <see cref="Close"/>: waits until the client has read what was sent, or is not expected to any more.</summary>
    public async Task SettleAsync()
    {
        var start = _clock.GetTimestamp();
        while (!_queue.IsAllRead && !IsPeerGone && !_hasEnded && _clock.GetElapsedTime(start) < SettleTimeMax)
        {
            await Task.Delay(SettlePoll, _clock);
        }
    }

    /// <summary>Ends the socket; the first reason counts.</summary>
    public void Close(SocketEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, (int)end, 0) != 0)
        {
            return;
        }

        _queue.Close();
        if (end == SocketEnd.TooSlow)
        {
            _instruments.Slow();
        }

        if (end == SocketEnd.PeerGone)
        {
            _abort.Cancel();
        }
        else
        {
            // Bounds the frame that is being written too: a peer that does not read never lets it finish.
            _abort.CancelAfter(GoodbyeTimeMax);
        }

        _signal.Raise();
    }

    /// <summary>Writes until the socket ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (End == SocketEnd.None)
            {
                await _signal.WaitAsync();
                await DrainAsync();
                if (WantsRoom)
                {
                    RoomMade?.Invoke();
                }
            }

            await SayGoodbyeAsync();
        }
        catch (Exception)
        {
            Close(SocketEnd.PeerGone);
            _socket.Abort();
            _hasEnded = true;
        }
    }

    public void Dispose()
    {
        _abort.Dispose();
    }

    private async Task DrainAsync()
    {
        while (End is not SocketEnd.TooSlow)
        {
            var frames = _queue.Take(ChunkBytes);
            var ping = _queue.TakePing();
            if (frames.Count == 0 && ping is null)
            {
                break;
            }

            await WriteAsync(frames, ping);
            _instruments.Sent(frames.Count);
        }
    }

    private async ValueTask WriteAsync(IReadOnlyList<OutboundFrame> frames, long? ping)
    {
        if (frames.Count == 1 && ping is null)
        {
            await _stream.WriteAsync(frames[0].Bytes, _abort.Token);
            return;
        }

        var length = 0;
        foreach (var frame in frames)
        {
            length += frame.Bytes.Length;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length + WebSocketFrame.PingBytes);
        try
        {
            length = 0;
            foreach (var frame in frames)
            {
                frame.Bytes.CopyTo(buffer.AsMemory(length));
                length += frame.Bytes.Length;
            }

            if (ping is { } number)
            {
                WebSocketFrame.Ping(buffer.AsSpan(length), number);
                length += WebSocketFrame.PingBytes;
            }

            await _stream.WriteAsync(buffer.AsMemory(0, length), _abort.Token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task SayGoodbyeAsync()
    {
        // What waits is sent too, unless it is what made the socket too slow. A client that reads on tells so before it closes.
        await DrainAsync();
        if (_queue.TakePing(isLast: true) is { } ping)
        {
            await WriteAsync([], ping);
        }

        var isPolicy = End is SocketEnd.Policy or SocketEnd.Revoked;
        if (!isPolicy)
        {
            await _stream.WriteAsync(WebSocketFrame.OfText(RtmFrames.Goodbye.Span), _abort.Token);
        }

        var status = isPolicy ? WebSocketCloseStatus.PolicyViolation : WebSocketCloseStatus.EndpointUnavailable;
        await _socket.CloseOutputAsync(status, Reason(End), _abort.Token);
    }

    private static string Reason(SocketEnd end) => end switch
    {
        SocketEnd.TooSlow => "too slow",
        SocketEnd.Resync => "resync",
        SocketEnd.GatewayStops => "reconnect",
        SocketEnd.Claimed => "taken over",
        SocketEnd.Revoked => "token revoked",
        SocketEnd.Policy => "policy",
        SocketEnd.None or SocketEnd.PeerGone => string.Empty,
    };
}
