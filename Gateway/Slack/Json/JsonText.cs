using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>Checks JSON that callers send to be stored and echoed: bounded, and nothing in it that the database can't hold.</summary>
internal static class JsonText
{
    /// <summary>How deep it may nest.</summary>
    public const int DepthMax = 24;

    private const int NumberLengthMax = 40;

    /// <summary>Writes a compact copy of an argument's JSON.</summary>
    /// <param name="writer">Receives it as a value.</param>
    /// <param name="json">The argument.</param>
    /// <param name="kind">Array or object.</param>
    /// <param name="countMax">The most elements of the array.</param>
    /// <param name="error">The word when it is malformed.</param>
    /// <param name="tooMany">The word when there are too many elements.</param>
    public static void Copy(Utf8JsonWriter writer, string json, JsonValueKind kind, int countMax, string error, string tooMany)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DepthMax });
            var root = document.RootElement;
            if (root.ValueKind != kind)
            {
                throw new SlackRefusedException(error);
            }

            if (kind == JsonValueKind.Array)
            {
                if (root.GetArrayLength() > countMax)
                {
                    throw new SlackRefusedException(tooMany);
                }

                if (root.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Object))
                {
                    throw new SlackRefusedException(error);
                }
            }

            Copy(writer, root, error);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SlackRefusedException(error, e);
        }
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement value, string error)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(Clean(member.Name, error));
                    Copy(writer, member.Value, error);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                {
                    Copy(writer, element, error);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Clean(value.GetString()!, error));
                break;
            case JsonValueKind.Number:
                var digits = value.GetRawText();
                if (digits.Length > NumberLengthMax || !value.TryGetDouble(out var number) || !double.IsFinite(number))
                {
                    throw new SlackRefusedException(error);
                }

                writer.WriteRawValue(digits, skipInputValidation: true);
                break;
            case JsonValueKind.True:
            case JsonValueKind.False:
                writer.WriteBooleanValue(value.GetBoolean());
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static string Clean(string text, string error) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw new SlackRefusedException(error) : text;

    /// <summary>Writes an object to text.</summary>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, SlackResponseWriter.Json))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
