using System.Text.Json;

namespace OrleansSocial.Client.Api;

/// <summary>Tolerant reading: a field that is missing or of another kind reads as absent.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static bool Flag(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static long? Number(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>Reads an object; an empty, undefined element if it is absent.</summary>
    public static JsonElement Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Reads an array's items; none if it is absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name)
    {
        var child = element.Child(name);
        return child.ValueKind == JsonValueKind.Array ? child.EnumerateArray() : [];
    }

    /// <summary>Makes the frame that would have told of a message read from history.</summary>
    public static JsonElement WithChannel(this JsonElement message, string channel, string eventTs)
    {
        var fields = message.EnumerateObject().ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        fields["channel"] = JsonSerializer.SerializeToElement(channel);
        fields["event_ts"] = JsonSerializer.SerializeToElement(eventTs);
        return JsonSerializer.SerializeToElement(fields);
    }
}
