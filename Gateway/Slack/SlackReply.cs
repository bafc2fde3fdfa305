using System.Text.Json;
using OrleansSocial.Gateway.Slack.Json;

namespace OrleansSocial.Gateway.Slack;

/// <summary>The answer to a call: fields of a success, an error word, or "try again".</summary>
internal sealed class SlackReply
{
    private readonly Action<Utf8JsonWriter>? fields;
    private readonly string? detail;

    private SlackReply(int status, string? error, int retryAfterSeconds, Action<Utf8JsonWriter>? fields, string? detail)
    {
        (Status, Error, RetryAfterSeconds, this.fields, this.detail) = (status, error, retryAfterSeconds, fields, detail);
    }

    /// <summary>Gets a success without fields.</summary>
    public static SlackReply Done { get; } = new(200, null, 0, null, null);

    /// <summary>Gets what answers say about themselves; lists write it by WriterExtensions.WriteNextCursor.</summary>
    public static SlackShape Metadata { get; } = new(
        "response_metadata", "What an answer says about itself: the next page, warnings, or why it is a refusal.",
        ["next_cursor?: text", "warnings?: text[]", "messages?: text[]"]);

    /// <summary>Gets the HTTP status: 200, 429 or 503.</summary>
    public int Status { get; }

    /// <summary>Gets the error word, or null.</summary>
    public string? Error { get; }

    /// <summary>Gets the Retry-After of 429 and 503.</summary>
    public int RetryAfterSeconds { get; }

    /// <summary>A success.</summary>
    /// <param name="fields">Writes the properties after <c>ok</c>.</param>
    public static SlackReply Ok(Action<Utf8JsonWriter> fields) => new(200, null, 0, fields, null);

    /// <summary>A refusal.</summary>
    /// <param name="error">The error word.</param>
    /// <param name="detail">A sentence for the caller, or null.</param>
    public static SlackReply Refused(string error, string? detail = null) => new(200, error, 0, null, detail);

    /// <summary>A refusal of JSON: the line stands in <c>errors</c> and, as an error, in <c>response_metadata.messages</c>, as Slack answers blocks.</summary>
    /// <param name="error">The error word.</param>
    /// <param name="line">What is wrong, and where.</param>
    public static SlackReply Invalid(string error, string line) => new(200, error, 0, writer => writer.WriteStringArray("errors"u8, [line]), line);

    /// <summary>A refusal that says more.</summary>
    /// <param name="error">The error word.</param>
    /// <param name="fields">Writes the properties after it.</param>
    public static SlackReply Refused(string error, Action<Utf8JsonWriter> fields) => new(200, error, 0, fields, null);

    /// <summary>Too much: 429.</summary>
    public static SlackReply RateLimited(TimeSpan wait) => new(429, SlackError.RateLimited, Seconds(wait), null, null);

    /// <summary>The outcome is not known: 503, so that the caller tries again. Never <c>ok:false</c> under 200, which callers take for "not done".</summary>
    public static SlackReply Unavailable(TimeSpan wait) => new(503, SlackError.Unavailable, Seconds(wait), null, null);

    /// <summary>Writes the body.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("ok"u8, Error is null);
        if (Error is not null)
        {
            writer.WriteString("error"u8, Error);
        }

        fields?.Invoke(writer);
        if (detail is not null)
        {
            writer.WriteStartObject("response_metadata"u8);
            writer.WriteStringArray("messages"u8, [$"[ERROR] {detail}"]);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Clients take whole seconds only, and 0 for none.</summary>
    private static int Seconds(TimeSpan wait) => (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 300);
}
