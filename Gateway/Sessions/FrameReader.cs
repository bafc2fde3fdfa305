using System.Buffers;
using System.Net.WebSockets;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Reads whole frames of a socket into a pooled buffer; an idle socket holds none.</summary>
internal sealed class FrameReader(WebSocket socket) : IDisposable
{
    /// <summary>The largest frame, bytes.</summary>
    public const int FrameBytesMax = 64 * 1024;

    private const int FirstBufferBytes = 4 * 1024;

    private byte[]? _buffer;

    /// <summary>Waits for a frame; its bytes are valid until <see cref="Release"/>.</summary>
    /// <returns>The frame; empty and not Ok when it is too large, binary, or the socket closes.</returns>
    public async ValueTask<(FrameOutcome Outcome, ReadOnlyMemory<byte> Bytes)> ReadAsync(CancellationToken cancellationToken)
    {
        // Waits without a buffer.
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        if (first.MessageType == WebSocketMessageType.Close)
        {
            return (FrameOutcome.Closed, default);
        }

        var length = 0;
        _buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        while (true)
        {
            if (length == _buffer.Length)
            {
                Grow();
            }

            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return (FrameOutcome.Closed, default);
            }

            length += part.Count;
            if (length > FrameBytesMax)
            {
                return (FrameOutcome.TooLarge, default);
            }

            if (part.EndOfMessage)
            {
                return part.MessageType == WebSocketMessageType.Text
                    ? (FrameOutcome.Text, _buffer.AsMemory(0, length))
                    : (FrameOutcome.Binary, default);
            }
        }
    }

    /// <summary>Gives the frame's buffer back.</summary>
    public void Release()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }

    public void Dispose() => Release();

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer!.Length * 4);
        _buffer.CopyTo(larger, 0);
        Release();
        _buffer = larger;
    }
}
