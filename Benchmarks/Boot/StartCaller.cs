using System.Net.Http.Headers;
using System.Text.Json;
using OrleansSocial.Benchmarks.Load;

namespace OrleansSocial.Benchmarks.Boot;

/// <summary>Starts as a client does, over one kept-alive connection, and counts bytes as they come over the wire.</summary>
internal sealed class StartCaller(Uri url, string token) : IDisposable
{
    /// <summary>Entries of a page of a list: the most that Slack and the product give.</summary>
    public const int PageSize = 1_000;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None }) { BaseAddress = url };

    /// <summary>Calls social.boot and returns the bytes of its answer.</summary>
    public async Task<byte[]> Boot(bool gzip, LatencyRecorder? recorder, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var answer = await Call("social.boot", gzip, cancellationToken);
        recorder?.Record(TimeProvider.System.GetTimestamp() - start);
        return answer;
    }

    /// <summary>Pages through conversations.list and users.list, and returns the requests that it took and the bytes of the answers.</summary>
    public async Task<(int Requests, long Bytes)> List(bool gzip, LatencyRecorder? recorder, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var (requests, bytes) = (0, 0L);
        foreach (var (method, more) in new[] { ("conversations.list", "&types=public_channel,private_channel,mpim,im"), ("users.list", string.Empty) })
        {
            for (string? cursor = string.Empty; cursor is not null;)
            {
                var answer = await Call($"{method}?limit={PageSize}{more}&cursor={Uri.EscapeDataString(cursor)}", gzip, cancellationToken);
                requests++;
                bytes += answer.Length;
                cursor = NextCursor(answer, gzip);
            }
        }

        recorder?.Record(TimeProvider.System.GetTimestamp() - start);
        return (requests, bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string? NextCursor(byte[] answer, bool gzip)
    {
        if (gzip && answer is [0x1F, 0x8B, ..])
        {
            using var whole = new MemoryStream();
            using (var unzip = new System.IO.Compression.GZipStream(new MemoryStream(answer), System.IO.Compression.CompressionMode.Decompress))
            {
                unzip.CopyTo(whole);
            }

            answer = whole.ToArray();
        }

        using var json = JsonDocument.Parse(answer);
        var cursor = json.RootElement.GetProperty("response_metadata").GetProperty("next_cursor").GetString();
        return string.IsNullOrEmpty(cursor) ? null : cursor;
    }

    private async Task<byte[]> Call(string method, bool gzip, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"api/{method}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (gzip)
        {
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode && (bytes is [0x1F, 0x8B, ..] || bytes.AsSpan(0, Math.Min(bytes.Length, 16)).IndexOf("\"ok\":true"u8) >= 0)
            ? bytes
            : throw new InvalidOperationException($"{method}: {response.StatusCode} {System.Text.Encoding.UTF8.GetString(bytes)}");
    }
}
