using System.Globalization;
using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>What every object of the wire is made of.</summary>
internal static class WriterExtensions
{
    private const int TsLength = 17;

    /// <summary>Writes a ts: ten digits, a point, six digits, as a string.</summary>
    public static void WriteTs(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long micros)
    {
        Span<byte> text = stackalloc byte[TsLength + 4];
        var seconds = Math.DivRem(micros, 1_000_000, out var rest);
        seconds.TryFormat(text, out var length, "D10", CultureInfo.InvariantCulture);
        text[length] = (byte)'.';
        rest.TryFormat(text[(length + 1)..], out var more, "D6", CultureInfo.InvariantCulture);
        writer.WriteString(name, text[..(length + 1 + more)]);
    }

    /// <summary>Writes a ts as text.</summary>
    public static string Ts(long micros) => new MessageTs(micros).ToString();

    public static void WriteStringArray(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    public static void WriteTsArray(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<long> micros) =>
        writer.WriteStringArray(name, micros.Select(Ts));

    /// <summary>Writes <c>response_metadata</c> with the next page's cursor, or the empty one.</summary>
    public static void WriteNextCursor(this Utf8JsonWriter writer, string? cursor)
    {
        writer.WriteStartObject("response_metadata"u8);
        writer.WriteString("next_cursor"u8, cursor ?? string.Empty);
        writer.WriteEndObject();
    }
}
