using System.Buffers.Binary;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>A server's text frame (RFC 6455, 5.2): it is not masked, so many of them can be laid into one write.</summary>
internal static class ServerFrame
{
    private const byte FinalText = 0x81;
    private const byte Length16 = 126;
    private const byte Length64 = 127;

    /// <summary>The bytes that a payload of this length takes on the wire.</summary>
    public static int LengthOf(int payload) => payload + HeaderOf(payload);

    /// <summary>Writes a frame.</summary>
    /// <param name="wire">At least <see cref="LengthOf"/> bytes.</param>
    /// <param name="payload">UTF-8 text.</param>
    /// <returns>The frame's length.</returns>
    public static int Write(Span<byte> wire, ReadOnlySpan<byte> payload)
    {
        var header = HeaderOf(payload.Length);
        wire[0] = FinalText;
        switch (header)
        {
            case 2:
                wire[1] = (byte)payload.Length;
                break;
            case 4:
                wire[1] = Length16;
                BinaryPrimitives.WriteUInt16BigEndian(wire[2..], (ushort)payload.Length);
                break;
            default:
                wire[1] = Length64;
                BinaryPrimitives.WriteUInt64BigEndian(wire[2..], (ulong)payload.Length);
                break;
        }

        payload.CopyTo(wire[header..]);
        return header + payload.Length;
    }

    private static int HeaderOf(int payload) => payload < Length16 ? 2 : payload <= ushort.MaxValue ? 4 : 10;
}
