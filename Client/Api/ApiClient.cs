using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OrleansSocial.Client.Api;

/// <summary>Calls methods of the public API: form in, JSON out, error words as exceptions.</summary>
internal sealed class ApiClient(Uri baseUrl, string? token, TimeProvider time) : IDisposable
{
    /// <summary>One call with its retries makes at most this many attempts.</summary>
    public const int AttemptsMax = 8;

    private const long ResponseBytesMax = 32 * 1024 * 1024;
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(3);

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = ResponseBytesMax,
    };

    public Uri BaseUrl { get; } = baseUrl;

    /// <summary>Calls a method once; a busy server's "wait" is obeyed.</summary>
    /// <param name="method">Such as <c>conversations.list</c>.</param>
    /// <param name="arguments">Form fields; null values are left out.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="UnreachableException">No answer came.</exception>
    public Task<JsonElement> CallAsync(string method, IReadOnlyDictionary<string, string?> arguments, CancellationToken cancellationToken) =>
        CallAsync(method, arguments, repeatable: false, cancellationToken);

    /// <summary>Calls a method that may safely run twice; it is tried again when no answer came.</summary>
    public Task<JsonElement> CallRepeatableAsync(
        string method, IReadOnlyDictionary<string, string?> arguments, CancellationToken cancellationToken) =>
        CallAsync(method, arguments, repeatable: true, cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> CallAsync(
        string method, IReadOnlyDictionary<string, string?> arguments, bool repeatable, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                var (status, retryAfter, body) = await SendAsync(method, arguments, cancellationToken);
                var retry = status == HttpStatusCode.TooManyRequests || (repeatable && (int)status >= 500);
                if (!retry || attempt >= AttemptsMax)
                {
                    return Result(status, body);
                }

                wait = retryAfter ?? pause;
            }
            catch (UnreachableException) when (repeatable && attempt < AttemptsMax)
            {
                wait = pause;
            }

            await Task.Delay(wait < RetryAfterMax ? wait : RetryAfterMax, time, cancellationToken);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }

    private static JsonElement Result(HttpStatusCode status, string body)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(body);
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ApiException(status == HttpStatusCode.OK ? "invalid_response" : StatusWord(status), e);
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new ApiException("invalid_response");
        }

        return root.Flag("ok") ? root : throw new ApiException(root.Text("error") ?? StatusWord(status));
    }

    private static string StatusWord(HttpStatusCode status) => string.Create(CultureInfo.InvariantCulture, $"http_{(int)status}");

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string Body)> SendAsync(
        string method, IReadOnlyDictionary<string, string?> arguments, CancellationToken cancellationToken)
    {
        var fields = arguments.Where(a => a.Value is not null).Select(a => KeyValuePair.Create(a.Key, a.Value!));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(BaseUrl, $"api/{method}"));
        request.Content = new FormUrlEncodedContent(fields);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return (response.StatusCode, response.Headers.RetryAfter?.Delta, body);
        }
        catch (HttpRequestException e)
        {
            throw new UnreachableException($"cannot reach {BaseUrl}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreachableException($"{BaseUrl} did not answer in time", e);
        }
    }
}
