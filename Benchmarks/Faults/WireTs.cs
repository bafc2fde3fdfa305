using System.Globalization;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>The wire form of a ts, <c>1234567890.123456</c>, as microseconds since 1970.</summary>
public static class WireTs
{
    private const int SecondDigits = 10;
    private const int Length = 17;

    /// <summary>Reads a ts.</summary>
    /// <exception cref="FormatException">It has another form.</exception>
    public static long Parse(string text) =>
        TryParse(text, out var ts) ? ts : throw new FormatException($"'{text}' is no ts");

    /// <summary>Reads a ts, false when it has another form.</summary>
    public static bool TryParse(string? text, out long ts)
    {
        ts = 0;
        return text is { Length: Length } && text[SecondDigits] == '.'
            && long.TryParse(string.Concat(text.AsSpan(0, SecondDigits), text.AsSpan(SecondDigits + 1)), NumberStyles.None, CultureInfo.InvariantCulture, out ts);
    }

    /// <summary>Writes a ts.</summary>
    public static string Format(long ts) =>
        string.Create(CultureInfo.InvariantCulture, $"{ts / 1_000_000:0000000000}.{ts % 1_000_000:000000}");
}
