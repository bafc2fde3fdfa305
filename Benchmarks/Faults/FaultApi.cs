using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Calls the public API as a client would, over plain HTTP/1.1, with one attempt a call.</summary>
public sealed class FaultApi : IDisposable
{
    private const int ConnectionsPerGatewayMax = 4_000;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    // Longer than the 25 s for which a gateway holds a post that it cannot place.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <summary>Makes a client.</summary>
    public FaultApi(TimeProvider time)
    {
        _time = time;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectTimeout = ConnectTimeout,
                MaxConnectionsPerServer = ConnectionsPerGatewayMax,
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
            })
        {
            Timeout = CallTimeout,
        };
    }

    /// <summary>Milliseconds since 1970, the clock of every log.</summary>
    public double NowMs => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    /// <summary>Calls a method with a form body.</summary>
    /// <param name="gateway">Such as <c>http://127.0.0.1:5080</c>.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="token">The bearer token; null for methods that need none.</param>
    /// <param name="form">Its arguments.</param>
    /// <param name="log">Where the whole answer is written; null = nowhere.</param>
    /// <param name="cancellationToken">Ends the call as lost.</param>
    public async Task<ApiReply> CallAsync(
        string gateway,
        string method,
        string? token,
        IReadOnlyDictionary<string, string> form,
        JsonlWriter? log,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{gateway}/api/{method}");
        request.Content = new FormUrlEncodedContent(form);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            log?.Write(new HttpEntry(NowMs, method, (int)response.StatusCode, $"{response.Headers}{response.Content.Headers}", text));
            var body = Parse(text);
            var reply = new ApiReply(ApiOutcome.Answered, (int)response.StatusCode, body, response.Headers.RetryAfter?.Delta);
            return reply with { Why = reply.Text("error") ?? (reply.Ok ? null : $"HTTP {reply.Status}") };
        }
        catch (HttpRequestException error) when (NeverSent(error))
        {
            return new ApiReply(ApiOutcome.NeverSent, Why: error.Message);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            return new ApiReply(ApiOutcome.Lost, Why: $"{error.GetType().Name}: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool NeverSent(HttpRequestException error) =>
        error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
        || error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
