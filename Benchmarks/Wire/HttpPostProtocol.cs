using System.Text;

namespace OrleansSocial.Benchmarks.Wire;

/// <summary>chat.postMessage as the SDKs send it: a form over a kept-alive connection, one request at a time.</summary>
internal sealed class HttpPostProtocol(string token) : IChatProtocol
{
    /// <inheritdoc/>
    public int WritePost(Span<byte> destination, string channel, int slot, ReadOnlySpan<byte> text)
    {
        var body = "channel=".Length + channel.Length + "&text=".Length + text.Length;
        var head = $"POST /api/chat.postMessage HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body}\r\n\r\nchannel={channel}&text=";
        var length = Encoding.ASCII.GetBytes(head, destination);
        text.CopyTo(destination[length..]);
        return length + text.Length;
    }

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> message, IChatSink sink) => sink.OnAck(0, message.IndexOf("\"ok\":true"u8) >= 0, message);
}
