using System.Net.Http.Headers;
using System.Text.Json;

namespace OrleansSocial.Silo.Demo;

/// <summary>Calls the public API of this very host, as any client would.</summary>
internal sealed class DemoClient(Uri baseUrl, TimeProvider timeProvider) : IDisposable
{
    private const int TriesMax = 20;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);
    private readonly HttpClient _http = new() { BaseAddress = baseUrl, Timeout = TimeSpan.FromSeconds(40) };

    /// <summary>Calls a method; a host that is still opening is asked again.</summary>
    /// <returns>The answer's error word, or null and the answer.</returns>
    /// <exception cref="DemoException">There was no answer.</exception>
    public async Task<(string? Error, JsonElement Answer)> TryAsync(
        string method, string? token, CancellationToken cancellationToken, params (string Name, string Value)[] arguments)
    {
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/" + method)
            {
                Content = new FormUrlEncodedContent(arguments.Select(argument => KeyValuePair.Create(argument.Name, argument.Value))),
            };
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                var answer = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).Clone();
                return answer.GetProperty("ok").GetBoolean() ? (null, answer) : (answer.GetProperty("error").GetString() ?? "unknown", answer);
            }

            if (tries == TriesMax)
            {
                throw new DemoException($"{method} answered {(int)response.StatusCode}");
            }

            await Task.Delay(response.Headers.RetryAfter?.Delta ?? RetryPause, timeProvider, cancellationToken);
        }
    }

    /// <summary>Calls a method that must succeed.</summary>
    /// <exception cref="DemoException">It was refused with a word that is not among the accepted ones.</exception>
    public async Task<JsonElement> CallAsync(
        string method, string? token, CancellationToken cancellationToken, params (string Name, string Value)[] arguments)
    {
        var (error, answer) = await TryAsync(method, token, cancellationToken, arguments);
        return error is null ? answer : throw new DemoException($"{method} answered {error}");
    }

    public void Dispose() => _http.Dispose();
}
