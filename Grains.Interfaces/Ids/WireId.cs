namespace OrleansSocial.Grains.Interfaces.Ids;

/// <summary>What every id on the wire has in common: a kind letter and upper-case base-36 digits.</summary>
public static class WireId
{
    /// <summary>The longest id that is looked at; anything longer is refused unread.</summary>
    public const int LengthMax = 20;

    /// <summary>Random digits behind the kind letter: 36^10 makes a clash in one cluster unlikely, and the primary key refuses it.</summary>
    public const int RandomDigits = 10;

    /// <summary>Tells whether a text has the form of an id.</summary>
    /// <param name="text">The text from the wire.</param>
    /// <param name="kinds">The kind letters that are allowed.</param>
    /// <param name="lengthMin">The shortest length, letter included.</param>
    public static bool IsValid(string? text, string kinds, int lengthMin = 9)
    {
        if (text is null || text.Length < lengthMin || text.Length > LengthMax || !kinds.Contains(text[0], StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in text.AsSpan(1))
        {
            if (c is not ((>= '0' and <= '9') or (>= 'A' and <= 'Z')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes a random id from a cryptographic source, so that ids can't be guessed.</summary>
    /// <param name="kind">The kind letter.</param>
    public static string Random(char kind) =>
        kind + System.Security.Cryptography.RandomNumberGenerator.GetString(Base36.Digits, RandomDigits);
}
