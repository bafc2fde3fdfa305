using System.Globalization;

namespace OrleansSocial.Gateway.Slack;

/// <summary>What a channel may be called (Slack: conversations.create).</summary>
internal static class ChannelName
{
    /// <summary>The longest name, characters.</summary>
    public const int LengthMax = 80;

    /// <summary>Checks a name.</summary>
    /// <returns>The error word, or null for a good one.</returns>
    public static string? Check(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "invalid_name_required";
        }

        if (name.Length > LengthMax)
        {
            return "invalid_name_maxlength";
        }

        var meaning = false;
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogate(name[i]) || ShownName.IsBlank(name[i]) || ShownName.IsOtherSpelling(name[i]))
            {
                return "invalid_name_specials";
            }

            var category = CharUnicodeInfo.GetUnicodeCategory(name[i]);
            var isWord = category is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber;
            meaning |= isWord;
            if (!isWord && category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) && name[i] is not ('-' or '_'))
            {
                return "invalid_name_specials";
            }
        }

        return meaning ? null : "invalid_name_punctuation";
    }
}
