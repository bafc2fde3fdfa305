using System.Buffers.Binary;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// Text frames as they go over the wire (RFC 6455, 5.2). A server's frames are not masked, so an event's are the same bytes
/// for every socket and are made once.
/// </summary>
internal static class WebSocketFrame
{
    private const byte FinalText = 0x81;
    private const int LengthIn16Bits = 126;
    private const int LengthIn64Bits = 127;

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
}
