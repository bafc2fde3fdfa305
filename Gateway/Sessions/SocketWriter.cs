using System.Buffers;
using System.Net.WebSockets;
using OrleansSocial.Gateway.Delivery;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>The one that writes to a socket: drains its queue, and at the end says goodbye, closes, or gives up.</summary>
internal sealed class SocketWriter : IWakeable, IDisposable
{
    /// <summary>How long a socket may take for the goodbye and what is still before it.</summary>
    public static readonly TimeSpan GoodbyeTimeMax = TimeSpan.FromSeconds(1);

    /// <summary>How much is written at once; a larger frame goes alone.</summary>
    private const int ChunkBytes = 32 * 1024;

    private readonly WebSocket _socket;
    private readonly OutboundQueue _queue;
    private readonly RtmInstruments _instruments;
    private readonly CountingStream _stream;
    private readonly PeerProgress _peer;
    private readonly TimeProvider _clock;
    private readonly WriterSignal _signal = new();
    private readonly CancellationTokenSource _abort = new();
    private bool _isListed;
    private int _end;

    public SocketWriter(WebSocket socket, OutboundQueue queue, CountingStream stream, PeerProgress peer, RtmInstruments instruments, TimeProvider clock)
    {
        (_socket, _queue, _stream, _peer, _instruments, _clock) = (socket, queue, stream, peer, instruments, clock);
    }

    public SocketEnd End => (SocketEnd)Volatile.Read(ref _end);

    /// <summary>Gets whether a backlog may be put in.</summary>
    public bool HasRoom => _queue.HasRoom;

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

    /// <summary>Takes cursors back to before what is not known to have arrived.</summary>
    public void TakeBack(Dictionary<string, long> cursors)
    {
        Confirm();
        _queue.TakeBack(cursors);
    }

    /// <summary>Gets whether the peer has ended the connection, read or not.</summary>
    public bool IsPeerGone => _peer.IsPeerGone();

    /// <summary>Finds out early how to read the peer's acknowledgements.</summary>
    public void Observe()
    {
        if (!_peer.IsKnown)
        {
            _ = _peer.Confirmed();
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
        }
    }

    public void Dispose()
    {
        _abort.Dispose();
    }

    private void Confirm() => _queue.Confirm(_peer.Confirmed(), PeerProgress.UnknownFor);

    private async Task DrainAsync()
    {
        while (End is not SocketEnd.TooSlow && _queue.Take(ChunkBytes) is { Count: > 0 } frames)
        {
            var count = frames.Count;
            var start = count == 1 ? await _stream.WriteFramesAsync(frames[0].Bytes, _abort.Token) : await WriteTogetherAsync(frames);
            if (_queue.Sent(start))
            {
                Confirm();
            }

            _instruments.Sent(count);
        }
    }

    private async ValueTask<long> WriteTogetherAsync(IReadOnlyList<OutboundFrame> frames)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            var length = 0;
            foreach (var frame in frames)
            {
                frame.Bytes.CopyTo(buffer.AsMemory(length));
                length += frame.Bytes.Length;
            }

            return await _stream.WriteFramesAsync(buffer.AsMemory(0, length), _abort.Token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task SayGoodbyeAsync()
    {
        // What waits is sent too, unless it is what made the socket too slow.
        await DrainAsync();
        var isPolicy = End is SocketEnd.Policy or SocketEnd.Revoked;
        if (!isPolicy)
        {
            await _stream.WriteFramesAsync(WebSocketFrame.OfText(RtmFrames.Goodbye.Span), _abort.Token);
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
