using System.Buffers.Text;
using System.Text;

namespace OrleansSocial.Benchmarks.Wire;

/// <summary>Finds HTTP/1.1 responses on a kept-alive connection; a message is a response's body.</summary>
internal sealed class HttpResponseFraming : IFraming
{
    /// <inheritdoc/>
    public WireFrame Read(ReadOnlySpan<byte> data)
    {
        var head = data.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return WireFrame.Incomplete;
        }

        var headers = data[..head];
        var body = head + 4;
        if (HeaderValue(headers, "content-length:"u8) is { Length: > 0 } text && Utf8Parser.TryParse(text, out int length, out _))
        {
            return new WireFrame(WireFrameKind.Message, body, length, data.Length >= body + length ? body + length : 0);
        }

        // Chunked: the API's answers are one chunk, so the payload is handed over as it lies there; chunk headers around it do not matter.
        var end = data[body..].IndexOf("0\r\n\r\n"u8);
        return end < 0 ? WireFrame.Incomplete : new WireFrame(WireFrameKind.Message, body, end, body + end + 5);
    }

    private static ReadOnlySpan<byte> HeaderValue(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> lowerName)
    {
        while (headers.IndexOf("\r\n"u8) is var line and >= 0)
        {
            headers = headers[(line + 2)..];
            if (headers.Length > lowerName.Length && Ascii.EqualsIgnoreCase(headers[..lowerName.Length], lowerName))
            {
                return headers[lowerName.Length..].TrimStart((byte)' ');
            }
        }

        return [];
    }
}
