using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using OrleansSocial.Gateway.Slack;

namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>Says what a frame of a WebSocket has that the OpenAPI document does not allow, or lacks of what it demands.</summary>
internal static class FrameCheck
{
    private const int ShownMax = 2_000;

    private static readonly Lazy<Task<IDictionary<string, JsonSchema>>> Schemas = new(ReadAsync);

    /// <summary>Checks one frame against those of its type.</summary>
    /// <returns>The frame that it is, or null; and what is said against the one that it is nearest to: nothing for a good frame.</returns>
    public static async Task<(SlackFrame? Frame, IReadOnlyList<string> Faults)> CheckAsync(FrameDirection direction, JsonElement frame)
    {
        var type = Text(frame, "type");
        var schemas = await Schemas.Value;
        IReadOnlyList<string> nearest = [$"the document has no frame of type {type ?? "(none)"} there"];
        var isFirst = true;
        foreach (var candidate in SlackFrames.Of(direction).Where(f => type is null ? f.Types.Count == 0 : f.Types.Contains(type, StringComparer.Ordinal)))
        {
            var faults = AnswerCheck.Faults(schemas[candidate.SchemaName], frame.GetRawText());
            if (faults.Count == 0)
            {
                return (candidate, await InnerFaultsAsync(candidate, frame));
            }

            (nearest, isFirst) = isFirst || faults.Count < nearest.Count ? (faults, false) : (nearest, false);
        }

        return (null, nearest);
    }

    /// <summary>Checks one frame.</summary>
    /// <returns>What is wrong with it, in a line with the frame; null for a good one.</returns>
    public static async Task<string?> FaultAsync(FrameDirection direction, JsonElement frame)
    {
        var (_, faults) = await CheckAsync(direction, frame);
        var shown = frame.GetRawText();
        return faults.Count == 0 ? null : $"a frame is not what the document says: {string.Join("; ", faults)}\n{shown[..Math.Min(shown.Length, ShownMax)]}";
    }

    /// <summary>Checks the body of an event that was posted to an app's request URL: it is the payload of an envelope.</summary>
    public static Task<string?> EventFaultAsync(JsonElement body) => FaultAsync(FrameDirection.SocketModeServer, JsonSerializer.SerializeToElement(new
    {
        envelope_id = "none",
        type = "events_api",
        accepts_response_payload = false,
        payload = body,
        retry_attempt = 0,
        retry_reason = string.Empty,
    }));

    /// <summary>Which frames come on a socket.</summary>
    public static FrameDirection DirectionOf(string url) =>
        new Uri(url).AbsolutePath.StartsWith("/socket-mode/", StringComparison.Ordinal) ? FrameDirection.SocketModeServer : FrameDirection.RtmServer;

    /// <summary>The event of an app is a frame of members' sockets, a mention a message.</summary>
    private static async Task<IReadOnlyList<string>> InnerFaultsAsync(SlackFrame frame, JsonElement envelope)
    {
        if (frame is not { Direction: FrameDirection.SocketModeServer, Name: "events_api" })
        {
            return [];
        }

        var inner = JsonNode.Parse(envelope.GetProperty("payload").GetProperty("event").GetRawText())!.AsObject();
        if (inner["type"]?.GetValue<string>() is "app_mention")
        {
            inner["type"] = "message";
        }

        var (_, faults) = await CheckAsync(FrameDirection.RtmServer, JsonSerializer.SerializeToElement(inner));
        return [.. faults.Select(f => $"event: {f}")];
    }

    private static async Task<IDictionary<string, JsonSchema>> ReadAsync() => (await AnswerCheck.ParseAsync([])).Definitions;

    private static string? Text(JsonElement frame, string name) =>
        frame.ValueKind == JsonValueKind.Object && frame.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
