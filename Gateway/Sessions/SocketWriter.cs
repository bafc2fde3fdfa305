using System.Buffers;
using System.Net.WebSockets;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>The one that writes to a socket: drains its queue, and at the end says goodbye, closes, or gives up.</summary>
internal sealed class SocketWriter : IDisposable
{
    /// <summary>How long a socket may take for the goodbye and what is still before it.</summary>
    public static readonly TimeSpan GoodbyeTimeMax = TimeSpan.FromSeconds(1);

    /// <summary>Frames up to this size go out together, in one write: with many sockets in a busy channel that is most of the work.</summary>
    private const int WireBytes = 16 * 1024;

    private readonly WebSocket _socket;
    private readonly OutboundQueue _queue;
    private readonly RtmInstruments _instruments;
    private readonly CountingStream _stream;
    private readonly PeerProgress _peer;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _abort = new();
    private int _isAwake;
    private int _end;

    public SocketWriter(WebSocket socket, OutboundQueue queue, CountingStream stream, PeerProgress peer, RtmInstruments instruments)
    {
        (_socket, _queue, _stream, _peer, _instruments) = (socket, queue, stream, peer, instruments);
    }

    public SocketEnd End => (SocketEnd)Volatile.Read(ref _end);

    /// <summary>Gets whether a backlog may be put in.</summary>
    public bool HasRoom => _queue.HasRoom;

    public bool IsTooOld => _queue.IsTooOld;

    /// <summary>Gets or sets whether <see cref="RoomMade"/> is wanted.</summary>
    public bool WantsRoom { get; set; }

    /// <summary>Gets or sets what is called when the queue has been drained and room was wanted.</summary>
    public Action? RoomMade { get; set; }

    /// <summary>Puts a frame in the queue; without room the socket is closed as too slow.</summary>
    public void Send(OutboundFrame frame)
    {
        if (_queue.TryAdd(frame))
        {
            Wake();
        }
        else
        {
            Close(SocketEnd.TooSlow);
        }
    }

    public void Send(ReadOnlyMemory<byte> frame) => Send(new OutboundFrame(frame, null, 0));

    /// <summary>Takes cursors back to before what is not known to have arrived.</summary>
    public void TakeBack(Dictionary<string, long> cursors)
    {
        Confirm();
        _queue.TakeBack(cursors);
    }

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

        Wake();
    }

    /// <summary>Writes until the socket ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (End == SocketEnd.None)
            {
                await _wake.WaitAsync(_abort.Token);
                Volatile.Write(ref _isAwake, 0);
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
        _wake.Dispose();
    }

    private void Confirm() => _queue.Confirm(_peer.Confirmed(), PeerProgress.UnknownFor);

    private async Task DrainAsync()
    {
        // Rented only while there is something to send: most sockets are idle most of the time.
        var wire = ArrayPool<byte>.Shared.Rent(WireBytes);
        try
        {
            while (End is not SocketEnd.TooSlow && _queue.Take(wire, out var alone) is (> 0, _) taken)
            {
                await (taken.Bytes > 0
                    ? _stream.WriteAsync(wire.AsMemory(0, taken.Bytes), _abort.Token)
                    : _socket.SendAsync(alone, WebSocketMessageType.Text, true, _abort.Token));
                if (_queue.Sent(_stream.Written))
                {
                    Confirm();
                }

                _instruments.Sent(taken.Frames);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(wire);
        }
    }

    private async Task SayGoodbyeAsync()
    {
        // What waits is sent too, unless it is what made the socket too slow.
        await DrainAsync();
        var isPolicy = End is SocketEnd.Policy or SocketEnd.Revoked;
        if (!isPolicy)
        {
            await _socket.SendAsync(RtmFrames.Goodbye, WebSocketMessageType.Text, true, _abort.Token);
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

    private void Wake()
    {
        if (Interlocked.Exchange(ref _isAwake, 1) == 0)
        {
            _wake.Release();
        }
    }
}
