using System.Globalization;
using System.Text;

namespace OrleansSocial.Gateway.Slack;

/// <summary>
/// What a name that others see may be made of: nothing that shows as another name does, or as none. Letters of all scripts are
/// good, those that look alike too: who is meant is told by ids.
/// </summary>
internal static class ShownName
{
    // Letters, marks and a symbol that show as nothing (Unicode: Default_Ignorable_Code_Point, and the blank of Braille).
    private static readonly int[] Blanks = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0];

    // Joiners belong to emoji and to some scripts' spelling; the two marks of direction change nothing but the side that a blank is on.
    private static readonly int[] Joiners = [0x200C, 0x200D, 0x200E, 0x200F];

    /// <summary>Tells whether a text has no control character, no line break, no override of its direction and nothing that is there and not seen.</summary>
    public static bool IsClean(string text) => text.EnumerateRunes().All(IsClean);

    /// <summary>Tells whether anything of a text is seen.</summary>
    public static bool IsVisible(string text) => text.EnumerateRunes().Any(rune => !IsBlank(rune.Value) && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Surrogate));

    /// <summary>Tells whether a character shows as nothing although it is a letter, a mark or a symbol.</summary>
    public static bool IsBlank(int character) => Array.IndexOf(Blanks, character) >= 0 || character is (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F);

    /// <summary>
    /// Tells whether a character makes a second spelling of a letter that shows as the first: an accent of its own after it, or its
    /// full-width or half-width form. By range, since the product runs without ICU and so cannot normalize.
    /// </summary>
    public static bool IsOtherSpelling(char c) => c is (>= '\u0300' and <= '\u036F') or (>= '\uFF00' and <= '\uFFEF');

    /// <summary>Takes off what is not clean, and what is over a length, without cutting a character in two.</summary>
    public static string Cut(string text, int lengthMax)
    {
        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Where(IsClean).TakeWhile(rune => cut.Length + rune.Utf16SequenceLength <= lengthMax))
        {
            cut.Append(rune);
        }

        return cut.ToString();
    }

    // The variants of emoji are seen with what is before them.
    private static bool IsClean(Rune rune) => (!IsBlank(rune.Value) || rune.Value is >= 0xFE00 and <= 0xFE0F) && Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate => false,
        UnicodeCategory.Format => Array.IndexOf(Joiners, rune.Value) >= 0,
        _ => true,
    };
}
