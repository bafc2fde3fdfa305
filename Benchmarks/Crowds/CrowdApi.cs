using System.Net.Http.Headers;
using System.Text.Json;

namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>Calls of a crowd's members: no retries, because what is refused is a result here.</summary>
internal sealed class CrowdApi(Uri url) : IDisposable
{
    private const int ConnectionsMax = 256;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = ConnectionsMax }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Calls a method.</summary>
    /// <exception cref="CrowdRefusedException">The answer is not ok.</exception>
    public async Task<JsonElement> Call(string method, string token, CancellationToken cancellationToken, params (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"api/{method}", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(arguments.Select(a => KeyValuePair.Create(a.Name, a.Value))),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, cancellationToken);
        var answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return answer.GetProperty("ok").GetBoolean()
            ? answer
            : throw new CrowdRefusedException(method, answer.GetProperty("error").GetString()!, response.Headers.RetryAfter?.Delta);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
