using System.Buffers.Text;
using System.Text;

namespace OrleansSocial.Benchmarks.Wire;

/// <summary>SignalR's JSON protocol on a bare WebSocket: the same cheap client as for the product, so that the CPU left to the server is the same.</summary>
internal sealed class SignalRProtocol : IChatProtocol
{
    /// <summary>The invocation id of the call that joins the channels.</summary>
    public const string JoinInvocation = "join";

    private const byte RecordEnd = 0x1E;
    private const byte TextFrame = 0x1;

    /// <inheritdoc/>
    public int WritePost(Span<byte> destination, string channel, int slot, ReadOnlySpan<byte> text)
    {
        Span<byte> json = stackalloc byte[IChatProtocol.PostBytesMax - WebSocketFraming.HeaderBytesMax];
        var length = 0;
        Append(json, ref length, "{\"type\":1,\"invocationId\":\""u8);
        Utf8Formatter.TryFormat(slot, json[length..], out var digits);
        length += digits;
        Append(json, ref length, "\",\"target\":\"Post\",\"arguments\":[\""u8);
        length += Encoding.ASCII.GetBytes(channel, json[length..]);
        Append(json, ref length, "\",\""u8);
        Append(json, ref length, text);
        Append(json, ref length, "\"]}\u001e"u8);
        return WebSocketFraming.WriteFrame(destination, TextFrame, json[..length]);
    }

    /// <summary>Makes a frame of one JSON record.</summary>
    public static byte[] Record(string json)
    {
        var payload = Encoding.UTF8.GetBytes(json + "\u001e");
        var frame = new byte[payload.Length + WebSocketFraming.HeaderBytesMax];
        return frame[..WebSocketFraming.WriteFrame(frame, TextFrame, payload)];
    }

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> message, IChatSink sink)
    {
        // The server joins what is waiting for one connection in one WebSocket message.
        while (message.IndexOf(RecordEnd) is var end and >= 0)
        {
            ReadRecord(message[..end], sink);
            message = message[(end + 1)..];
        }
    }

    private static void ReadRecord(ReadOnlySpan<byte> record, IChatSink sink)
    {
        if (record.StartsWith("{\"type\":1,"u8))
        {
            sink.OnDelivery(record);
        }
        else if (record.StartsWith("{\"type\":3,"u8))
        {
            var id = record[(record.IndexOf("\"invocationId\":\""u8) + 16)..];
            if (id.StartsWith("join"u8))
            {
                sink.OnReady();
            }
            else
            {
                var slot = Utf8Parser.TryParse(id, out int number, out _) ? number : throw new InvalidDataException("a completion without a number");
                sink.OnAck(slot, record.IndexOf("\"error\":"u8) < 0, record);
            }
        }
    }

    private static void Append(Span<byte> destination, ref int length, ReadOnlySpan<byte> part)
    {
        part.CopyTo(destination[length..]);
        length += part.Length;
    }
}
