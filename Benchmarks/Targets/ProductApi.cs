using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OrleansSocial.Benchmarks.Targets;

/// <summary>Calls the product's HTTP API; used to prepare a run, never in a measured window but for reconnects.</summary>
internal sealed class ProductApi(Uri baseUrl) : IDisposable
{
    private const int AttemptsMax = 20;
    private static readonly TimeSpan _retryAfterDefault = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = baseUrl, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Gets the calls that were told to come back later.</summary>
    public int Throttled { get; private set; }

    /// <summary>Calls a method and returns its answer.</summary>
    /// <exception cref="InvalidOperationException">The answer is not ok.</exception>
    public async Task<JsonElement> Call(string method, string? token, CancellationToken cancellationToken, params (string Name, string Value)[] arguments)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"api/{method}", UriKind.Relative))
            {
                Content = new FormUrlEncodedContent(arguments.Select(a => KeyValuePair.Create(a.Name, a.Value))),
            };
            if (token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && attempt < AttemptsMax)
            {
                Throttled++;
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? _retryAfterDefault, cancellationToken);
                continue;
            }

            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.GetProperty("ok").GetBoolean()
                ? answer.RootElement.Clone()
                : throw new InvalidOperationException($"{method}: {response.StatusCode} {answer.RootElement}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
