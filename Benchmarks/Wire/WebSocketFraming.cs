using System.Buffers.Binary;

namespace OrleansSocial.Benchmarks.Wire;

/// <summary>
/// The client's half of RFC 6455, as little as a load generator needs. System.Net.WebSockets costs several times the
/// CPU per received frame, and on a small machine that CPU would be taken from the server that is measured.
/// </summary>
internal sealed class WebSocketFraming : IFraming
{
    /// <summary>Room that <see cref="WriteFrame"/> needs beyond the payload: the longest client header.</summary>
    public const int HeaderBytesMax = 14;

    /// <inheritdoc/>
    public WireFrame Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2)
        {
            return WireFrame.Incomplete;
        }

        var final = (data[0] & 0x80) != 0;
        var opcode = data[0] & 0x0F;
        var length = (long)(data[1] & 0x7F);
        var header = 2;
        if (length == 126)
        {
            header = 4;
            if (data.Length < header)
            {
                return WireFrame.Incomplete;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        }
        else if (length == 127)
        {
            header = 10;
            if (data.Length < header)
            {
                return WireFrame.Incomplete;
            }

            length = BinaryPrimitives.ReadInt64BigEndian(data[2..]);
        }

        if (length > LoadConnection.MessageBytesMax)
        {
            throw new InvalidDataException($"a frame of {length} bytes is over the limit of {LoadConnection.MessageBytesMax}");
        }

        if (data.Length < header + length)
        {
            return new WireFrame(WireFrameKind.Message, header, (int)length, 0);
        }

        var kind = opcode switch
        {
            0x8 => WireFrameKind.Close,
            0x9 => WireFrameKind.Ping,
            0xA => WireFrameKind.Pong,
            _ => final ? WireFrameKind.Message : WireFrameKind.Part,
        };
        return new WireFrame(kind, header, (int)length, header + (int)length);
    }

    /// <summary>Writes one client frame (mask key zero, so that the payload goes out as it is) and returns its length.</summary>
    public static int WriteFrame(Span<byte> destination, byte opcode, ReadOnlySpan<byte> payload)
    {
        destination[0] = (byte)(0x80 | opcode);
        int header;
        if (payload.Length < 126)
        {
            destination[1] = (byte)(0x80 | payload.Length);
            header = 2;
        }
        else
        {
            destination[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], checked((ushort)payload.Length));
            header = 4;
        }

        destination.Slice(header, 4).Clear();
        header += 4;
        payload.CopyTo(destination[header..]);
        return header + payload.Length;
    }
}
