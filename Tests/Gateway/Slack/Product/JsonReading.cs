using System.Text.Json;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

internal static class JsonReading
{
    /// <summary>Reads a string that must be there.</summary>
    public static string Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InvalidOperationException($"no text '{name}' in {element}");
}
