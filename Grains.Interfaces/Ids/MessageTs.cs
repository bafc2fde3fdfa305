using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansSocial.Grains.Interfaces.Ids;

/// <summary>A message's id, order, cursor and thread key at once: microseconds since 1970; the lowest bit is the side that minted it.</summary>
/// <param name="Micros">Microseconds since 1970-01-01 UTC.</param>
/// <remarks>On the wire ten digits, a point and six digits (Slack: <c>ts</c>).</remarks>
[GenerateSerializer, Immutable, Alias("orleanssocial.MessageTs")]
public readonly record struct MessageTs([property: Id(0)] long Micros) : IComparable<MessageTs>
{
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>Reads a ts from the wire: exactly ten digits, a point and six digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ts">The ts when it is well formed.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out MessageTs ts)
    {
        ts = default;
        if (text is not { Length: 17 } || text[10] != '.')
        {
            return false;
        }

        if (!long.TryParse(text.AsSpan(0, 10), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !long.TryParse(text.AsSpan(11), NumberStyles.None, CultureInfo.InvariantCulture, out var micros))
        {
            return false;
        }

        ts = new MessageTs((seconds * MicrosPerSecond) + micros);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(MessageTs other) => Micros.CompareTo(other.Micros);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Micros / MicrosPerSecond:D10}.{Micros % MicrosPerSecond:D6}");

    /// <summary>Compares by time.</summary>
    public static bool operator <(MessageTs left, MessageTs right) => left.Micros < right.Micros;

    /// <summary>Compares by time.</summary>
    public static bool operator >(MessageTs left, MessageTs right) => left.Micros > right.Micros;

    /// <summary>Compares by time.</summary>
    public static bool operator <=(MessageTs left, MessageTs right) => left.Micros <= right.Micros;

    /// <summary>Compares by time.</summary>
    public static bool operator >=(MessageTs left, MessageTs right) => left.Micros >= right.Micros;
}
