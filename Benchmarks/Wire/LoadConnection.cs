using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansSocial.Benchmarks.Wire;

/// <summary>One TCP connection of the load generator: one buffer, one read loop, sends straight from the caller's thread.</summary>
internal sealed class LoadConnection : IAsyncDisposable
{
    /// <summary>The longest message that is accepted, in bytes.</summary>
    public const int MessageBytesMax = 8 * 1024 * 1024;

    private const int BufferBytesAtStart = 8 * 1024;

    private readonly Socket _socket;
    private readonly IFraming _framing;
    private readonly Lock _sending = new();
    private byte[] _buffer = new byte[BufferBytesAtStart];
    private int _start;
    private int _end;
    private byte[] _parts = [];
    private Task _reading = Task.CompletedTask;

    private LoadConnection(Socket socket, IFraming framing)
    {
        _socket = socket;
        _framing = framing;
    }

    /// <summary>Connects; nothing is sent yet.</summary>
    public static async Task<LoadConnection> Open(Uri server, IFraming framing, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), cancellationToken);
            return new LoadConnection(socket, framing);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks for the WebSocket upgrade and waits for it.</summary>
    public async Task Upgrade(string pathAndQuery, CancellationToken cancellationToken)
    {
        const string Request =
            "GET {0} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        Send(Encoding.ASCII.GetBytes(string.Format(null, CompositeFormat.Parse(Request), pathAndQuery)));
        int head;
        while ((head = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await Fill(cancellationToken))
            {
                throw new InvalidDataException("the server closed the connection instead of upgrading it");
            }
        }

        var answer = Encoding.ASCII.GetString(_buffer, _start, head);
        if (!answer.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            if (answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal))
            {
                throw new UpgradeRefusedException(answer);
            }

            throw new InvalidDataException($"no upgrade for {pathAndQuery.Split('?')[0]}: {answer.Split("\r\n")[0]}");
        }

        _start += head + 4;
    }

    /// <summary>Starts the read loop.</summary>
    public void Start(IMessageSink sink) => _reading = Read(sink);

    /// <summary>Sends bytes that are already framed.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_sending)
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[_socket.Send(bytes, SocketFlags.None)..];
            }
        }
    }

    /// <summary>Ends the connection without a goodbye, as a lost network would.</summary>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
    }

    private async Task Read(IMessageSink sink)
    {
        await Task.Yield();
        Exception? error = null;
        try
        {
            do
            {
                if (!Deliver(sink))
                {
                    break;
                }

                sink.OnReadDone();
            }
            while (await Fill(CancellationToken.None));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidDataException)
        {
            error = e;
        }

        sink.OnClosed(error);
    }

    private bool Deliver(IMessageSink sink)
    {
        while (_end > _start)
        {
            var data = _buffer.AsSpan(_start, _end - _start);
            var frame = _framing.Read(data);
            if (frame.Consumed == 0)
            {
                Reserve(frame.Offset + frame.Length);
                return true;
            }

            var payload = data.Slice(frame.Offset, frame.Length);
            switch (frame.Kind)
            {
                case WireFrameKind.Message when _parts.Length > 0:
                    byte[] whole = [.. _parts, .. payload];
                    _parts = [];
                    sink.OnMessage(whole);
                    break;
                case WireFrameKind.Message:
                    sink.OnMessage(payload);
                    break;
                case WireFrameKind.Part:
                    _parts = [.. _parts, .. payload];
                    break;
                case WireFrameKind.Ping:
                    Pong(payload);
                    break;
                case WireFrameKind.Close:
                    return false;
                default:
                    break;
            }

            _start += frame.Consumed;
        }

        _start = _end = 0;
        return true;
    }

    private void Pong(ReadOnlySpan<byte> payload)
    {
        Span<byte> pong = stackalloc byte[WebSocketFraming.HeaderBytesMax + 125];
        Send(pong[..WebSocketFraming.WriteFrame(pong, 0xA, payload)]);
    }

    private void Reserve(int bytes)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (bytes > _buffer.Length || _end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(bytes, _buffer.Length * 2));
        }
    }

    private async ValueTask<bool> Fill(CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length)
        {
            Reserve(0);
        }

        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        _end += read;
        return read > 0;
    }
}
