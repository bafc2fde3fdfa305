using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>Checks JSON that callers send to be stored and echoed: bounded, and nothing in it that the database can't hold.</summary>
internal static class JsonText
{
    /// <summary>How deep it may nest.</summary>
    public const int DepthMax = 24;

    /// <summary>The longest number, characters.</summary>
    public const int NumberLengthMax = 40;

    /// <summary>The largest power of ten: the database writes numbers out, and <c>1e300</c> comes back as 301 digits.</summary>
    public const int ExponentMax = 15;

    // A name twice would be sent to clients once, and which of the two is a matter of who reads it.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    /// <summary>Reads an argument's JSON and checks that it can be stored as it is.</summary>
    /// <param name="json">The argument.</param>
    /// <param name="name">Its name, for the answer.</param>
    /// <param name="kind">Array (of objects) or object.</param>
    /// <param name="error">The word when it is malformed.</param>
    /// <exception cref="SlackRefusedException">It is not JSON of that kind, nests too deep, names something twice, or can't be stored.</exception>
    public static JsonDocument Parse(string json, string name, JsonValueKind kind, string error)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what a name with half of a surrogate pair gives when names are compared.
            throw Invalid(error, new JsonFault($"not JSON, nested deeper than {DepthMax}, or with a name twice or that is no text").Under(name));
        }

        if (FaultOf(document.RootElement, kind) is { } fault)
        {
            document.Dispose();
            throw Invalid(error, fault.Under(name));
        }

        return document;
    }

    /// <summary>The refusal that names what is wrong and where.</summary>
    public static SlackRefusedException Invalid(string error, JsonFault fault) => new(SlackReply.Invalid(error, fault.ToString()));

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

    private static JsonFault? FaultOf(JsonElement root, JsonValueKind kind)
    {
        if (root.ValueKind != kind)
        {
            return new JsonFault(kind == JsonValueKind.Array ? "must be an array" : "must be an object");
        }

        if (kind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var element in root.EnumerateArray())
            {
                if (element.ValueKind != JsonValueKind.Object)
                {
                    return new JsonFault("must be an object").Under(index);
                }

                index++;
            }
        }

        return FaultOf(root);
    }

    private static JsonFault? FaultOf(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (NameOf(member) is not { } name)
                    {
                        return new JsonFault("a name that is no text");
                    }

                    if (FaultOf(member.Value) is { } fault)
                    {
                        return fault.Under(name);
                    }
                }

                return null;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    if (FaultOf(element) is { } fault)
                    {
                        return fault.Under(index);
                    }

                    index++;
                }

                return null;
            case JsonValueKind.String:
                return IsText(value) ? null : new JsonFault("half of a surrogate pair, or a NUL character");
            case JsonValueKind.Number:
                return IsStorable(value.GetRawText()) ? null : new JsonFault($"a number over {NumberLengthMax} characters or beyond 1e{ExponentMax}");
            default:
                return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name.Contains('\0', StringComparison.Ordinal) ? null : member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsText(JsonElement value)
    {
        try
        {
            return !value.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsStorable(string number)
    {
        if (number.Length > NumberLengthMax)
        {
            return false;
        }

        var e = number.IndexOfAny(['e', 'E']);
        return e < 0
            || (int.TryParse(number.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
                && Math.Abs((long)exponent) <= ExponentMax);
    }
}
