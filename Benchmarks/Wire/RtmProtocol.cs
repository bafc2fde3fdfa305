using System.Buffers.Text;
using System.Text;

namespace OrleansSocial.Benchmarks.Wire;

/// <summary>The product's socket, and the raw fan-out, which speaks the same frames.</summary>
internal sealed class RtmProtocol : IChatProtocol
{
    private const byte TextFrame = 0x1;

    /// <inheritdoc/>
    public int WritePost(Span<byte> destination, string channel, int slot, ReadOnlySpan<byte> text)
    {
        Span<byte> json = stackalloc byte[IChatProtocol.PostBytesMax - WebSocketFraming.HeaderBytesMax];
        var length = 0;
        Append(json, ref length, "{\"id\":"u8);
        Utf8Formatter.TryFormat(slot + 1, json[length..], out var digits);
        length += digits;
        Append(json, ref length, ",\"type\":\"message\",\"channel\":\""u8);
        length += Encoding.ASCII.GetBytes(channel, json[length..]);
        Append(json, ref length, "\",\"text\":\""u8);
        Append(json, ref length, text);
        Append(json, ref length, "\"}"u8);
        return WebSocketFraming.WriteFrame(destination, TextFrame, json[..length]);
    }

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> message, IChatSink sink)
    {
        // An acknowledgement is short of its sender's own fields and starts with ok; looking at the first bytes spares a parse.
        var head = message[..Math.Min(message.Length, 64)];
        if (head.IndexOf("\"reply_to\":"u8) is var at and >= 0)
        {
            var id = Utf8Parser.TryParse(message[(at + 11)..], out int number, out _) ? number : throw new InvalidDataException("an acknowledgement without a number");
            sink.OnAck(id - 1, message.IndexOf("\"ok\":true"u8) >= 0, message);
        }
        else if (head.IndexOf("\"type\":\"hello\""u8) >= 0)
        {
            sink.OnReady();
        }
        else if (message.IndexOf(PostText.Marker) >= 0)
        {
            sink.OnDelivery(message);
        }
    }

    private static void Append(Span<byte> destination, ref int length, ReadOnlySpan<byte> part)
    {
        part.CopyTo(destination[length..]);
        length += part.Length;
    }
}
