using System.Buffers;
using System.Text;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>The text of a message to post or to change.</summary>
internal static class MessageText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>");
    private static readonly string[] Entities = ["&amp;", "&lt;", "&gt;"];
    private static readonly string[] Commands = ["here", "channel", "everyone", "group"];

    /// <summary>Reads, escapes and checks it: there is one, or blocks or attachments stand in for it.</summary>
    /// <param name="arguments">The call's; blocks must have been checked.</param>
    /// <exception cref="SlackRefusedException"><c>no_text</c>; <c>msg_too_long</c> when what would be stored is over 40,000 characters.</exception>
    public static string Of(SlackArguments arguments)
    {
        var text = arguments.Text("text");
        if (text is null)
        {
            var blocks = NotEmpty(arguments.Text("blocks"));
            text = blocks is not null || NotEmpty(arguments.Text("attachments")) is not null
                ? BlocksText.Of(blocks ?? "[]")
                : throw new SlackRefusedException("no_text");
        }

        return Checked(text);
    }

    /// <summary>Reads, escapes and checks a text that must be there.</summary>
    /// <exception cref="SlackRefusedException"><c>no_text</c> or <c>msg_too_long</c>.</exception>
    public static string Required(SlackArguments arguments) => Checked(arguments.Text("text") ?? throw new SlackRefusedException("no_text"));

    /// <summary>Escapes <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> where they are neither an entity nor part of a link, a mention or a command.</summary>
    /// <remarks>
    /// Senders are asked to write the three as entities, and text is taken as formatted already (docs.slack.dev, "Formatting message
    /// text", escaping). Who does not do so gets this: <c>1 &amp; 3</c> is read back as <c>1 &amp;amp; 3</c> (slackapi/python-slack-sdk#95,
    /// the same in blocks: slackapi/bolt-python#513), an angle bracket around a link becomes an entity and the link stays
    /// (slackapi/python-slack-sdk#968), and what came as an entity is not escaped again: that is the documented form. Doing it twice
    /// changes nothing, so a client may send back what it read.
    /// </remarks>
    public static string Escape(string text)
    {
        var at = text.AsSpan().IndexOfAny(Special);
        if (at < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        for (var rest = text.AsSpan(); ; at = rest.IndexOfAny(Special))
        {
            if (at < 0)
            {
                return escaped.Append(rest).ToString();
            }

            escaped.Append(rest[..at]);
            rest = rest[at..];
            var length = rest[0] == '<' ? SequenceLength(rest) : 0;
            if (length > 0)
            {
                escaped.Append('<');
                AppendAmpersands(escaped, rest[1..(length - 1)]);
                escaped.Append('>');
            }
            else
            {
                length = 1;
                escaped.Append(rest[0] switch
                {
                    '<' => "&lt;",
                    '>' => "&gt;",
                    _ => IsEntity(rest) ? "&" : "&amp;",
                });
            }

            rest = rest[length..];
        }
    }

    /// <summary>Clients send an empty list for "none".</summary>
    private static string? NotEmpty(string? array) => array is not null && !array.AsSpan().Trim().TrimStart('[').TrimEnd(']').IsWhiteSpace() ? array : null;

    private static string Checked(string text)
    {
        var escaped = text.Length <= PostMessage.TextLengthMax ? Escape(text) : text;
        return escaped.Length <= PostMessage.TextLengthMax ? escaped : throw new SlackRefusedException("msg_too_long");
    }

    private static bool IsEntity(ReadOnlySpan<char> text)
    {
        foreach (var entity in Entities)
        {
            if (text.StartsWith(entity, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static void AppendAmpersands(StringBuilder escaped, ReadOnlySpan<char> content)
    {
        for (var at = content.IndexOf('&'); at >= 0; at = content.IndexOf('&'))
        {
            escaped.Append(content[..at]).Append(IsEntity(content[at..]) ? "&" : "&amp;");
            content = content[(at + 1)..];
        }

        escaped.Append(content);
    }

    /// <summary>The length of a control sequence that starts here, brackets included; 0 when it is none.</summary>
    private static int SequenceLength(ReadOnlySpan<char> text)
    {
        var end = text[1..].IndexOfAny("<>\n");
        if (end <= 0 || text[end + 1] != '>')
        {
            return 0;
        }

        var content = text[1..(end + 1)];
        var bar = content.IndexOf('|');
        var target = bar < 0 ? content : content[..bar];
        var isSequence = target switch
        {
            ['@', 'U' or 'W' or 'B', .. var id] => IsId(id),
            ['#', 'C' or 'G' or 'D', .. var id] => IsId(id),
            ['!', .. var command] => IsCommand(command),
            _ => IsLink(target),
        };
        return isSequence ? end + 2 : 0;
    }

    private static bool IsId(ReadOnlySpan<char> id)
    {
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return id.Length > 0;
    }

    private static bool IsCommand(ReadOnlySpan<char> command)
    {
        if (command.StartsWith("subteam^", StringComparison.Ordinal) || command.StartsWith("date^", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var known in Commands)
        {
            if (command.Equals(known, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An address with a scheme, as servers write links: <c>https://…</c>, <c>mailto:…</c>, <c>tel:…</c>.</summary>
    private static bool IsLink(ReadOnlySpan<char> target)
    {
        var colon = target.IndexOf(':');
        if (colon <= 0 || target.IndexOfAny(" \t") >= 0 || !char.IsAsciiLetter(target[0]))
        {
            return false;
        }

        var scheme = target[..colon];
        var rest = target[(colon + 1)..];
        foreach (var c in scheme)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return rest is ['/', '/', _, ..] || (rest.Length > 0 && (scheme.Equals("mailto", StringComparison.OrdinalIgnoreCase) || scheme.Equals("tel", StringComparison.OrdinalIgnoreCase)));
    }
}
