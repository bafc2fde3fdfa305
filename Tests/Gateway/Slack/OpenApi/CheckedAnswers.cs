using System.IO.Compression;
using OrleansSocial.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>Fails the test whose request of the HTTP API is answered otherwise than the OpenAPI document says.</summary>
internal sealed class CheckedAnswers() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (PlainAnswerCheck.PathOf(path) is { } plain && PlainAnswerCheck.Fault(request.Method.Method, plain, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType) is { } wrong)
        {
            response.Dispose();
            Assert.Fail($"{request.Method} {path}: the answer is not what the document says: {wrong}");
        }

        if (!IsMethod(path) || request.Method == HttpMethod.Head)
        {
            return response;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var headers = response.Headers.Select(h => h.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var body = await TextAsync(response.Content, cancellationToken);
        var faults = await AnswerCheck.FaultsAsync(request.Method.Method, path, (int)response.StatusCode, headers, body);
        if (faults.Count > 0)
        {
            response.Dispose();
            Assert.Fail($"{request.Method} {path}: the answer is not what the document says: {string.Join("; ", faults)}\n{body[..Math.Min(body.Length, 2000)]}");
        }

        return response;
    }

    private static bool IsMethod(string path) =>
        path.StartsWith("/api/", StringComparison.Ordinal)
        && !path.StartsWith(DocumentEndpoints.PagePath, StringComparison.Ordinal)
        && !string.Equals(path, DocumentEndpoints.DocumentPath, StringComparison.Ordinal);

    private static async Task<string> TextAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (!content.Headers.ContentEncoding.Contains("gzip"))
        {
            return await content.ReadAsStringAsync(cancellationToken);
        }

        using var compressed = new MemoryStream(await content.ReadAsByteArrayAsync(cancellationToken));
        using var reader = new StreamReader(new GZipStream(compressed, CompressionMode.Decompress));
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
