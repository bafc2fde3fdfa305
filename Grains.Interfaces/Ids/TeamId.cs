using System.Diagnostics.CodeAnalysis;

namespace OrleansSocial.Grains.Interfaces.Ids;

/// <summary>A team: <c>T</c> and its number in base 36, upper case, at least 9 characters. The number's parity is its home side.</summary>
/// <param name="Value">The id as it goes over the wire.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.TeamId")]
public readonly record struct TeamId([property: Id(0)] string Value)
{
    private const int LengthMin = 9;

    /// <summary>Gets the write group: 0 for even teams (home side A), 1 for odd ones (home side B).</summary>
    public short Group => (short)(Base36.DigitOf(Value[^1]) & 1);

    /// <summary>Makes the id of a team's number.</summary>
    /// <param name="number">The number that the main database gave; at least 1.</param>
    public static TeamId FromNumber(long number) => new("T" + Base36.Format(number).PadLeft(LengthMin - 1, '0'));

    /// <summary>Reads an id from the wire.</summary>
    /// <param name="text">The text, at most 20 characters.</param>
    /// <param name="id">The id when it is well formed.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out TeamId id)
    {
        var valid = WireId.IsValid(text, "T", LengthMin);
        id = valid ? new TeamId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
