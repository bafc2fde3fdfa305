using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>What came back from one call: an answer, or why there is none.</summary>
/// <param name="Outcome">Whether an answer came.</param>
/// <param name="Status">HTTP status, 0 without an answer.</param>
/// <param name="Body">The body as JSON; null when there is none or it is none.</param>
/// <param name="RetryAfter">The header of the same name.</param>
/// <param name="Why">The exception in words, or the error word of the body.</param>
public sealed record ApiReply(
    ApiOutcome Outcome,
    int Status = 0,
    JsonElement? Body = null,
    TimeSpan? RetryAfter = null,
    string? Why = null)
{
    /// <summary>Whether the body says <c>ok:true</c>.</summary>
    public bool Ok => Status == 200 && Body is { ValueKind: JsonValueKind.Object } body
        && body.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True;

    /// <summary>A text member of the body.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        if (Body is not { } at)
        {
            return null;
        }

        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
    }
}
