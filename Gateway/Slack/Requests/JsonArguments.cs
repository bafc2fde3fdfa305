using System.Runtime.InteropServices;
using System.Text.Json;

namespace OrleansSocial.Gateway.Slack.Requests;

/// <summary>Reads a JSON object as arguments.</summary>
internal static class JsonArguments
{
    /// <summary>How deep a JSON body may nest.</summary>
    public const int DepthMax = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthMax };

    /// <summary>Adds the members of an object.</summary>
    public static void Read(ReadOnlyMemory<byte> json, SlackArguments into)
    {
        using var document = Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new SlackRefusedException(SlackError.JsonNotObject);
        }

        try
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                SlackArguments.CheckLength(member.Name, JsonMarshal.GetRawUtf8Value(member.Value).Length);
                if (Value(member.Value) is { } value)
                {
                    into.Add(member.Name, value);
                }
            }
        }
        catch (InvalidOperationException e)
        {
            // A string that is no text: half of a surrogate pair.
            throw new SlackRefusedException(SlackError.InvalidJson, e);
        }
    }

    /// <summary>Reads an array of strings.</summary>
    public static IReadOnlyList<string> Strings(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return document.RootElement.EnumerateArray().Select(e => e.GetString() ?? string.Empty).ToList();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SlackRefusedException("invalid_array_arg", e);
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException e)
        {
            throw new SlackRefusedException(SlackError.InvalidJson, e);
        }
    }

    /// <summary>Gets a value as an argument: text as it is, anything else as its JSON; null for null.</summary>
    public static string? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number or JsonValueKind.Object or JsonValueKind.Array => value.GetRawText(),
    };
}
