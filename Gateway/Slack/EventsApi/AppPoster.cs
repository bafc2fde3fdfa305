using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Outbound;

namespace OrleansSocial.Gateway.Slack.EventsApi;

/// <summary>Posts to apps' request URLs, signed as Slack signs (Slack: Verifying requests from Slack).</summary>
internal sealed class AppPoster(OutboundClient http, IOptions<EventsApiOptions> options, EventsApiInstruments instruments, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _requests = new(StringComparer.Ordinal);

    /// <summary>The type of events.</summary>
    public const string Json = "application/json";

    /// <summary>The type of commands and clicks.</summary>
    public const string Form = "application/x-www-form-urlencoded";

    /// <summary>Reads a URL that may be called; null for any other.</summary>
    public Uri? Allowed(string? url) => http.Allowed(url);

    /// <summary>Posts once.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="secret">The app's signing secret.</param>
    /// <param name="mediaType">The body's type.</param>
    /// <param name="body">The body.</param>
    /// <param name="more">Further headers.</param>
    public async Task<OutboundAnswer> PostAsync(
        string url, string secret, string mediaType, ReadOnlyMemory<byte> body, params IEnumerable<KeyValuePair<string, string>> more)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        List<KeyValuePair<string, string>> headers =
        [
            KeyValuePair.Create("X-Slack-Request-Timestamp", timestamp),
            KeyValuePair.Create("X-Slack-Signature", Sign(secret, timestamp, body.Span)),
            .. more,
        ];
        var answer = await http.PostAsync(url, mediaType, body, headers);
        instruments.Answered(answer);
        return answer;
    }

    /// <summary>Posts what a member asks of an app.</summary>
    /// <returns>The answer; null when as many are on their way to that app as may be.</returns>
    public async Task<OutboundAnswer?> RequestAsync(string app, string url, string secret, ReadOnlyMemory<byte> form)
    {
        // By app: one that answers slowly takes nothing from the others.
        lock (_gate)
        {
            var under = _requests.GetValueOrDefault(app);
            if (under >= options.Value.RequestsMax)
            {
                return null;
            }

            _requests[app] = under + 1;
        }

        try
        {
            return await PostAsync(url, secret, Form, form);
        }
        finally
        {
            lock (_gate)
            {
                if (--_requests[app] == 0)
                {
                    _requests.Remove(app);
                }
            }
        }
    }

    /// <summary>Has a URL prove that it belongs to the app: it must answer with the challenge (Slack: url_verification).</summary>
    /// <returns>Null when it did, or else what was wrong.</returns>
    public async Task<string?> ChallengeAsync(string url, string secret)
    {
        var challenge = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["token"] = string.Empty,
            ["challenge"] = challenge,
            ["type"] = "url_verification",
        });
        var answer = await PostAsync(url, secret, Json, body);
        return !answer.IsSuccess ? ReasonOf(answer) : Answers(answer.Body.Trim(), challenge) ? null : "wrong_answer";
    }

    /// <summary>Slack's word for why a delivery failed, as <c>X-Slack-Retry-Reason</c> has it.</summary>
    public static string ReasonOf(OutboundAnswer answer) => answer.Failure switch
    {
        OutboundFailure.None => "http_error",
        OutboundFailure.NotAllowed or OutboundFailure.ConnectionFailed => "connection_failed",
        OutboundFailure.Tls => "ssl_error",
        OutboundFailure.TimedOut => "http_timeout",
        OutboundFailure.TooLong => "unknown_error",
    };

    /// <summary>The signature of a body.</summary>
    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes($"v0:{timestamp}:"));
        hash.AppendData(body);
        return "v0=" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // As Slack takes it: the bare text, a form, or JSON.
    private static bool Answers(string body, string challenge)
    {
        if (string.Equals(body, challenge, StringComparison.Ordinal) || string.Equals(body, "challenge=" + challenge, StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            var json = JsonElement.Parse(body);
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("challenge", out var value)
                && value.ValueKind == JsonValueKind.String && value.ValueEquals(challenge);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
