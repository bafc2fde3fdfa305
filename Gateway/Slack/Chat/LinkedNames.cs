using System.Collections.Immutable;
using System.Text;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Chat;

/// <summary>Makes mentions of <c>@name</c> and <c>#channel</c> in a text, for callers that ask for it (Slack: <c>link_names</c>, <c>parse=full</c>).</summary>
/// <remarks>
/// Names of members, of public channels, and here, channel and everyone; not of user groups. What stands in angle brackets or between
/// backticks stays as it is. Addresses of web pages need no marks here: clients show them as links.
/// </remarks>
internal static class LinkedNames
{
    /// <summary>The most names of one text that are looked up; later ones stay text.</summary>
    public const int NamesMax = 50;

    private const int NameLengthMax = 80;

    /// <summary>Returns the text with its mentions.</summary>
    /// <param name="call">The call, whose arguments say whether mentions are wanted.</param>
    /// <param name="text">The text, escaped already.</param>
    /// <exception cref="SlackRefusedException"><c>msg_too_long</c>: the ids make it too long.</exception>
    public static async Task<string> OfAsync(SlackCall call, string text)
    {
        if (!IsWanted(call.Arguments))
        {
            return text;
        }

        var found = Find(text);
        if (found.Count == 0)
        {
            return text;
        }

        ImmutableArray<string> names = [.. found.SelectMany(f => Candidates(text.Substring(f.At, f.Length))).Distinct(StringComparer.Ordinal)];
        var ids = await GuestSight.ShownAsync(call, await call.ReadAsync(() => call.Team.IdsOfNames(names)));
        var linked = Replace(text, found, names.Zip(ids).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
        return linked.Length <= PostMessage.TextLengthMax ? linked : throw new SlackRefusedException("msg_too_long");
    }

    /// <summary>Finds the places with <c>@</c> or <c>#</c> before a name, in order.</summary>
    internal static List<(int At, int Length)> Find(string text)
    {
        var found = new List<(int, int)>();
        for (var at = 0; at < text.Length && found.Count < NamesMax; at++)
        {
            if (text[at] == '<')
            {
                var end = text.IndexOf('>', at);
                at = end < 0 ? text.Length : end;
            }
            else if (text[at] == '`')
            {
                at = AfterCode(text, at);
            }
            else if (text[at] is '@' or '#' && (at == 0 || !IsNamePart(text[at - 1])))
            {
                var length = 1;
                while (at + length < text.Length && IsNamePart(text[at + length]))
                {
                    length++;
                }

                if (length is > 1 and <= NameLengthMax + 1)
                {
                    found.Add((at, length));
                }

                at += length - 1;
            }
        }

        return found;
    }

    private static bool IsWanted(SlackArguments arguments) =>
        arguments.Flag("link_names") || string.Equals(arguments.Text("parse"), "full", StringComparison.Ordinal);

    private static string Replace(string text, List<(int At, int Length)> found, Dictionary<string, string> ids)
    {
        var linked = new StringBuilder(text.Length + 32);
        var done = 0;
        foreach (var (at, length) in found)
        {
            foreach (var name in Candidates(text.Substring(at, length)))
            {
                if (Mention(name, ids.GetValueOrDefault(name, string.Empty)) is { } mention)
                {
                    linked.Append(text, done, at - done).Append(mention);
                    done = at + name.Length;
                    break;
                }
            }
        }

        return linked.Append(text, done, text.Length - done).ToString();
    }

    private static string? Mention(string name, string id) => name switch
    {
        "@here" or "@channel" or "@everyone" => $"<!{name[1..]}>",
        _ when id.Length > 0 => $"<{name[0]}{id}>",
        _ => null,
    };

    /// <summary>As written, and without the marks that may end a sentence: a name may hold them too.</summary>
    private static IEnumerable<string> Candidates(string written)
    {
        yield return written;
        var trimmed = written.TrimEnd('.', '-', '_');
        if (trimmed.Length > 1 && trimmed.Length < written.Length)
        {
            yield return trimmed;
        }
    }

    // The last character of a code span or block that begins here; of its backticks, if it does not end.
    private static int AfterCode(string text, int at)
    {
        var length = 1;
        while (at + length < text.Length && text[at + length] == '`')
        {
            length++;
        }

        var end = text.IndexOf(new string('`', length), at + length, StringComparison.Ordinal);
        return (end < 0 ? at : end) + length - 1;
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '.' or '-' or '_';
}
