using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace OrleansSocial.Gateway.Slack;

/// <summary>Writes answers: JSON with its length, compressed only for those who ask.</summary>
internal sealed class SlackResponseWriter(SlackInstruments instruments)
{
    /// <summary>Gets how all JSON of this dialect is written: text as it is, not as \u escapes.</summary>
    public static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const int CompressFrom = 4096;
    private static readonly StringValues JsonType = "application/json; charset=utf-8";

    /// <summary>Writes an answer.</summary>
    public async Task WriteAsync(HttpContext http, SlackReply reply, SlackMethod? method)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(body, Json))
        {
            reply.WriteTo(writer);
        }

        instruments.Answered(method?.Name, reply);
        var response = http.Response;
        var headers = response.Headers;
        response.StatusCode = reply.Status;
        headers.ContentType = JsonType;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        if (reply.RetryAfterSeconds > 0)
        {
            headers.RetryAfter = reply.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (method is { Token: not SlackTokenKind.None })
        {
            headers["X-OAuth-Scopes"] = SlackScopes.Noted(http);
            headers["X-Accepted-OAuth-Scopes"] = string.Join(',', method.Scopes);
        }

        var bytes = body.WrittenMemory;
        if (bytes.Length >= CompressFrom && AcceptsGzip(http.Request))
        {
            bytes = Compress(bytes);
            headers.ContentEncoding = "gzip";
            headers.Vary = "Accept-Encoding";
        }

        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }

    private static bool AcceptsGzip(HttpRequest request)
    {
        foreach (var header in request.Headers.AcceptEncoding)
        {
            if (header?.Contains("gzip", StringComparison.OrdinalIgnoreCase) == true && !header.Contains("gzip;q=0", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> bytes)
    {
        using var compressed = new MemoryStream(bytes.Length / 4);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes.Span);
        }

        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
