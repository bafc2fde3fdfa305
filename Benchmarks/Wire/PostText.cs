using System.Buffers.Text;

namespace OrleansSocial.Benchmarks.Wire;

/// <summary>A post's text: a marker, the sender's clock in hexadecimal, filler. So a receiver knows the latency without a table.</summary>
internal static class PostText
{
    /// <summary>The length of every post, in bytes.</summary>
    public const int Bytes = 100;

    private const int ClockDigits = 16;

    /// <summary>Gets what every post starts with.</summary>
    public static ReadOnlySpan<byte> Marker => "bench-at-"u8;

    /// <summary>Writes the text of a post that is sent at <paramref name="clock"/>.</summary>
    public static void Write(Span<byte> text, long clock)
    {
        text.Fill((byte)'x');
        Marker.CopyTo(text);
        Utf8Formatter.TryFormat(clock, text[Marker.Length..], out _, new System.Buffers.StandardFormat('x', ClockDigits));
    }

    /// <summary>Finds the sender's clock in a message; -1 if it is not there.</summary>
    public static long ReadClock(ReadOnlySpan<byte> message)
    {
        var at = message.IndexOf(Marker);
        return at >= 0 && message.Length >= at + Marker.Length + ClockDigits
            && Utf8Parser.TryParse(message.Slice(at + Marker.Length, ClockDigits), out long clock, out _, 'x') ? clock : -1;
    }
}
