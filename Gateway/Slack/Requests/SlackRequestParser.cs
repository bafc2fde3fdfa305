using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Requests;

/// <summary>Reads the arguments of a call as clients really send them: GET with everything in the query, POST as form, multipart or JSON.</summary>
internal sealed class SlackRequestParser(RequestBounds bounds)
{
    /// <summary>The longest body.</summary>
    public const int BodyBytesMax = 1024 * 1024;

    private const int FirstChunk = 4096;
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="takesFile">Whether a file of multipart/form-data is kept.</param>
    /// <exception cref="SlackRefusedException">It is malformed or too large.</exception>
    public async Task<SlackArguments> ReadAsync(HttpRequest request, CancellationToken cancellationToken, bool takesFile = false)
    {
        var arguments = new SlackArguments();
        if (request.QueryString.HasValue)
        {
            FormArguments.Read(Encoding.UTF8.GetBytes(request.QueryString.Value![1..]), Encoding.UTF8, arguments, SlackError.InvalidArguments);
        }

        if (HttpMethods.IsPost(request.Method) && request.ContentLength is not 0)
        {
            await ReadBodyAsync(request, arguments, takesFile, cancellationToken);
        }

        return arguments;
    }

    private async Task ReadBodyAsync(HttpRequest request, SlackArguments arguments, bool takesFile, CancellationToken cancellationToken)
    {
        if (request.ContentLength > BodyBytesMax)
        {
            throw TooLarge(takesFile);
        }

        // Memory is taken as bytes arrive, and not for long: a slow sender must not hold it from others.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(BodyTimeout);
        var rented = 0;
        var buffer = Array.Empty<byte>();
        try
        {
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    var next = length == 0 ? FirstChunk : Math.Max((int)(request.ContentLength ?? 0), length * 2);
                    Rent(next - rented, ref rented);
                    buffer = Grow(buffer, length, next);
                }

                var read = await request.Body.ReadAsync(buffer.AsMemory(length), timeout.Token);
                length += read;
                if (length > BodyBytesMax)
                {
                    throw TooLarge(takesFile);
                }

                if (read == 0 || length == request.ContentLength)
                {
                    break;
                }
            }

            if (length > 0)
            {
                await ParseAsync(request, buffer.AsMemory(0, length), arguments, takesFile);
            }
        }
        finally
        {
            bounds.Return(rented);
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static byte[] Grow(byte[] buffer, int length, int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        buffer.AsSpan(0, length).CopyTo(larger);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return larger;
    }

    private void Rent(int bytes, ref int rented)
    {
        if (bytes <= 0)
        {
            return;
        }

        if (!bounds.TryRent(bytes))
        {
            throw new SlackRefusedException(SlackReply.RateLimited(TimeSpan.FromSeconds(1)));
        }

        rented += bytes;
    }

    private static async Task ParseAsync(HttpRequest request, Memory<byte> body, SlackArguments arguments, bool takesFile)
    {
        MediaTypeHeaderValue? type = null;
        if (request.ContentType is { Length: > 0 } header && !MediaTypeHeaderValue.TryParse(header, out type))
        {
            throw new SlackRefusedException(SlackError.InvalidPostType);
        }

        var encoding = EncodingOf(type);
        switch (type?.MediaType.Value?.ToLowerInvariant())
        {
            case "application/json":
                JsonArguments.Read(Utf8(body, encoding), arguments);
                break;
            case "application/x-www-form-urlencoded":
                FormArguments.Read(body.Span, encoding, arguments, SlackError.InvalidFormData);
                break;
            case "multipart/form-data":
                await MultipartArguments.ReadAsync(body, type!, arguments, takesFile);
                break;
            case null or "text/plain" when body.Span[0] == (byte)'{':
                JsonArguments.Read(Utf8(body, encoding), arguments);
                break;
            case null or "text/plain":
                FormArguments.Read(body.Span, encoding, arguments, SlackError.InvalidFormData);
                break;
            default:
                throw new SlackRefusedException(SlackError.InvalidPostType);
        }
    }

    private static Encoding EncodingOf(MediaTypeHeaderValue? type) => HeaderUtilities.RemoveQuotes(type?.Charset ?? default).Value?.ToLowerInvariant() switch
    {
        null or "" or "utf-8" or "utf8" or "us-ascii" => Encoding.UTF8,
        "iso-8859-1" or "latin1" => Encoding.Latin1,
        _ => throw new SlackRefusedException(SlackError.InvalidCharset),
    };

    private static ReadOnlyMemory<byte> Utf8(ReadOnlyMemory<byte> body, Encoding encoding) =>
        encoding is UTF8Encoding ? body : Encoding.Convert(encoding, Encoding.UTF8, body.ToArray());

    // Slack has a word for a file that is too large.
    private static SlackRefusedException TooLarge(bool takesFile) =>
        new(takesFile ? "too_large" : SlackError.InvalidArguments, $"the body is over {BodyBytesMax} bytes");
}
