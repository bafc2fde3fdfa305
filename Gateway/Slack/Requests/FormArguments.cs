using System.Text;

namespace OrleansSocial.Gateway.Slack.Requests;

/// <summary>Reads <c>a=b&amp;c=d</c> strictly: a broken escape or broken text is an error, not a guess.</summary>
internal static class FormArguments
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Adds what a form holds.</summary>
    /// <param name="form">The bytes, still escaped; they are decoded in place.</param>
    /// <param name="encoding">UTF-8 unless the request named another charset.</param>
    /// <param name="into">Receives the arguments.</param>
    /// <param name="error">The word when it is broken.</param>
    public static void Read(Span<byte> form, Encoding encoding, SlackArguments into, string error)
    {
        foreach (var range in ((ReadOnlySpan<byte>)form).Split((byte)'&'))
        {
            var pair = form[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            var name = Decode(equals < 0 ? pair : pair[..equals], string.Empty, encoding, error);
            into.Add(name, equals < 0 ? string.Empty : Decode(pair[(equals + 1)..], name, encoding, error));
        }
    }

    /// <summary>Decodes text strictly.</summary>
    public static string Text(ReadOnlySpan<byte> bytes, Encoding encoding, string error)
    {
        try
        {
            return encoding is UTF8Encoding ? StrictUtf8.GetString(bytes) : encoding.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new SlackRefusedException(error, e);
        }
    }

    private static string Decode(Span<byte> escaped, string name, Encoding encoding, string error)
    {
        // What is decoded is never longer than what was read of it.
        var length = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            var b = escaped[i];
            if (b == '%')
            {
                if (i + 2 >= escaped.Length || !char.IsAsciiHexDigit((char)escaped[i + 1]) || !char.IsAsciiHexDigit((char)escaped[i + 2]))
                {
                    throw new SlackRefusedException(error, "a broken %-escape");
                }

                b = (byte)((Digit(escaped[i + 1]) << 4) | Digit(escaped[i + 2]));
                i += 2;
            }
            else if (b == '+')
            {
                b = (byte)' ';
            }

            escaped[length++] = b;
        }

        SlackArguments.CheckLength(name, length);
        return Text(escaped[..length], encoding, error);
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
