namespace OrleansSocial.Grains.Interfaces.Ids;

/// <summary>Numbers in base 36, upper case: the alphabet of every id on the wire.</summary>
public static class Base36
{
    /// <summary>The 36 digits in order of value.</summary>
    public const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Gets the value of a digit, 0 to 35; -1 for any other character.</summary>
    /// <param name="digit">An upper-case digit.</param>
    public static int DigitOf(char digit) => Digits.IndexOf(digit, StringComparison.Ordinal);

    /// <summary>Writes a number without padding.</summary>
    /// <param name="number">Zero or more.</param>
    public static string Format(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Span<char> digits = stackalloc char[13];
        var at = digits.Length;
        do
        {
            digits[--at] = Digits[(int)(number % 36)];
            number /= 36;
        }
        while (number > 0);
        return new string(digits[at..]);
    }
}
