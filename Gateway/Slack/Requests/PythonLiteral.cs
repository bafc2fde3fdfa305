using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansSocial.Gateway.Slack.Requests;

/// <summary>Reads an object that a Python client wrote with <c>str()</c> instead of as JSON, such as <c>{'a': 'b'}</c>.</summary>
/// <remarks>wee-slack 2.9.0 sends the profile of <c>/slack status</c> so.</remarks>
internal static class PythonLiteral
{
    /// <summary>Translates the text to JSON; anything that is no object of Python's stays as it is and is judged as JSON.</summary>
    public static string ToJson(string text)
    {
        if (!text.StartsWith("{'", StringComparison.Ordinal))
        {
            return text;
        }

        var json = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is '\'' or '"')
            {
                if (Quoted(text, ref at) is not { } value)
                {
                    return text;
                }

                json.Append('"').Append(JsonEncodedText.Encode(value)).Append('"');
            }
            else if (char.IsAsciiLetter(text[at]))
            {
                var from = at;
                while (at < text.Length && char.IsAsciiLetter(text[at]))
                {
                    at++;
                }

                json.Append(Word(text[from..at]));
            }
            else
            {
                json.Append(text[at++]);
            }
        }

        return json.ToString();
    }

    private static string Word(string word) => word switch
    {
        "True" => "true",
        "False" => "false",
        "None" => "null",
        _ => word,
    };

    // From the opening quote to behind the closing one; null if it does not end or has an escape that Python does not write.
    private static string? Quoted(string text, ref int at)
    {
        var quote = text[at++];
        var value = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == quote)
            {
                return IsText(value) ? value.ToString() : null;
            }

            if (c != '\\')
            {
                value.Append(c);
            }
            else if (at == text.Length || !Escape(text, ref at, value))
            {
                return null;
            }
        }

        return null;
    }

    private static bool Escape(string text, ref int at, StringBuilder value)
    {
        var c = text[at++];
        if (c is '\\' or '\'' or '"')
        {
            value.Append(c);
            return true;
        }

        if (c is 'n' or 'r' or 't')
        {
            value.Append(c switch { 'n' => '\n', 'r' => '\r', _ => '\t' });
            return true;
        }

        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0 || at + digits > text.Length ||
            !uint.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ||
            !Rune.IsValid(code))
        {
            return false;
        }

        at += digits;
        value.Append(new Rune(code).ToString());
        return true;
    }

    private static bool IsText(StringBuilder value)
    {
        var text = value.ToString();
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]) && (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[++at])))
            {
                return false;
            }
        }

        return true;
    }
}
