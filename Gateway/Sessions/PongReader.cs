using System.Buffers.Binary;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// Finds, in the bytes that a client sends, the pongs that answer <see cref="WebSocketFrame.Ping"/> (RFC 6455, 5.2 and 5.5.3).
/// Other frames are skipped; whether they are well-formed is the WebSocket's business.
/// </summary>
internal sealed class PongReader
{
    private const int HeaderMax = 14;
    private const int MaskBytes = 4;
    private const byte Pong = 0x8A;
    private const byte Masked = 0x80;

    private readonly byte[] _frame = new byte[HeaderMax + WebSocketFrame.PingPayloadBytes];
    private int _length;
    private ulong _skip;

    /// <summary>Gets or sets who hears of the numbers.</summary>
    public Action<long>? Read { get; set; }

    /// <summary>Takes the next bytes of the connection, cut anywhere.</summary>
    public void Accept(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_skip > 0)
            {
                var skipped = (int)Math.Min(_skip, (ulong)bytes.Length);
                _skip -= (ulong)skipped;
                bytes = bytes[skipped..];
                continue;
            }

            _frame[_length++] = bytes[0];
            bytes = bytes[1..];
            if (_length == HeaderLength)
            {
                OnHeader();
            }
            else if (_length > HeaderLength && _length == HeaderLength + WebSocketFrame.PingPayloadBytes)
            {
                OnPong();
            }
        }
    }

    private int HeaderLength => _length < 2 ? HeaderMax : (_frame[1] & 0x7F) switch
    {
        126 => 4,
        127 => 10,
        _ => 2,
    } + ((_frame[1] & Masked) != 0 ? MaskBytes : 0);

    private ulong PayloadLength => (_frame[1] & 0x7F) switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(_frame.AsSpan(2)),
        127 => BinaryPrimitives.ReadUInt64BigEndian(_frame.AsSpan(2)),
        var length => (ulong)length,
    };

    private void OnHeader()
    {
        var isOurs = _frame[0] == Pong && _frame[1] == (Masked | WebSocketFrame.PingPayloadBytes);
        if (!isOurs)
        {
            _skip = PayloadLength;
            _length = 0;
        }
    }

    private void OnPong()
    {
        var mask = _frame.AsSpan(2, MaskBytes);
        var payload = _frame.AsSpan(2 + MaskBytes, WebSocketFrame.PingPayloadBytes);
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= mask[i % MaskBytes];
        }

        _length = 0;
        if (WebSocketFrame.NumberOf(payload) is { } number)
        {
            Read?.Invoke(number);
        }
    }
}
