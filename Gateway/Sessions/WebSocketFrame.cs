using System.Buffers.Binary;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// Frames as they go over the wire (RFC 6455, 5.2). A server's frames are not masked, so an event's are the same bytes
/// for every socket and are made once.
/// </summary>
internal static class WebSocketFrame
{
    /// <summary>A letter and a number: not the length of the WebSocket's own keep-alive pings, so that neither takes the other's pong.</summary>
    public const int PingPayloadBytes = 1 + sizeof(long);

    /// <summary>The whole ping, bytes.</summary>
    public const int PingBytes = 2 + PingPayloadBytes;

    private const byte FinalText = 0x81;
    private const byte FinalPing = 0x89;
    private const byte PingLetter = (byte)'r';
    private const int LengthIn16Bits = 126;
    private const int LengthIn64Bits = 127;

    /// <summary>Gets the text behind the header that <see cref="OfText"/> put in front.</summary>
    public static ReadOnlyMemory<byte> TextOf(ReadOnlyMemory<byte> frame) => frame.Span[1] switch
    {
        LengthIn16Bits => frame[4..],
        LengthIn64Bits => frame[10..],
        _ => frame[2..],
    };

    /// <summary>Puts the header in front of a text.</summary>
    public static byte[] OfText(ReadOnlySpan<byte> text)
    {
        var header = text.Length < LengthIn16Bits ? 2 : text.Length <= ushort.MaxValue ? 4 : 10;
        var frame = new byte[header + text.Length];
        frame[0] = FinalText;
        switch (header)
        {
            case 2:
                frame[1] = (byte)text.Length;
                break;
            case 4:
                frame[1] = LengthIn16Bits;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)text.Length);
                break;
            default:
                frame[1] = LengthIn64Bits;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)text.Length);
                break;
        }

        text.CopyTo(frame.AsSpan(header));
        return frame;
    }

    /// <summary>Writes a ping that carries a number; its pong carries it back.</summary>
    public static void Ping(Span<byte> frame, long number)
    {
        frame[0] = FinalPing;
        frame[1] = PingPayloadBytes;
        frame[2] = PingLetter;
        BinaryPrimitives.WriteInt64BigEndian(frame[3..], number);
    }

    /// <summary>Reads the number of a pong's payload; null when the ping was not one of these.</summary>
    public static long? NumberOf(ReadOnlySpan<byte> payload) =>
        payload.Length == PingPayloadBytes && payload[0] == PingLetter ? BinaryPrimitives.ReadInt64BigEndian(payload[1..]) : null;
}
