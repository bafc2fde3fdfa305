using System.Globalization;
using System.Security.Cryptography;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Requests;

/// <summary>The arguments of a call, wherever they stood: query, form, multipart or JSON. Objects are their JSON text.</summary>
internal sealed class SlackArguments
{
    /// <summary>The most arguments of one call.</summary>
    public const int CountMax = 200;

    /// <summary>The longest value, bytes of UTF-8: the longest text or blocks, and then some.</summary>
    public const int ValueBytesMax = 320 * 1024;

    private readonly List<KeyValuePair<string, string>> values = [];

    /// <summary>Gets the file that came with them: the first one, if the method takes files. Its argument's value is the hash of its content.</summary>
    public SlackFile? File { get; private set; }

    /// <summary>Gets them in the order in which they were sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All => values;

    /// <summary>Adds one; a later one of that name wins, so the body wins over the query.</summary>
    public void Add(string name, string value)
    {
        if (values.Count >= CountMax)
        {
            throw new SlackRefusedException(SlackError.InvalidArguments, $"over {CountMax} arguments");
        }

        if (value.Contains('\0', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
        {
            throw new SlackRefusedException(SlackError.InvalidArguments, "a NUL character in an argument");
        }

        values.Add(new(name, value));
    }

    /// <summary>Keeps a file. What is compared of a call (its repeats) is compared of the file too.</summary>
    public void Add(SlackFile file)
    {
        File ??= file;
        Add(file.Name, Convert.ToHexStringLower(SHA256.HashData(file.Content)));
    }

    /// <summary>Refuses a value that is too long before it becomes a string.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="bytes">Its length.</param>
    public static void CheckLength(string name, int bytes)
    {
        if (bytes > ValueBytesMax)
        {
            throw string.Equals(name, "text", StringComparison.Ordinal)
                ? new SlackRefusedException("msg_too_long")
                : new SlackRefusedException(SlackError.InvalidArguments, "an argument is too long");
        }
    }

    /// <summary>Gets an argument as it was sent, or null.</summary>
    public string? Raw(string name)
    {
        for (var i = values.Count - 1; i >= 0; i--)
        {
            if (string.Equals(values[i].Key, name, StringComparison.Ordinal))
            {
                return values[i].Value;
            }
        }

        return null;
    }

    /// <summary>Gets an argument; clients send empty ones for "none", so an empty one is null.</summary>
    public string? Text(string name) => Raw(name) is { Length: > 0 } value ? value : null;

    /// <summary>Gets an argument that must be there.</summary>
    public string Required(string name) =>
        Text(name) ?? throw new SlackRefusedException(SlackError.InvalidArguments, $"missing required field: {name}");

    /// <summary>Gets a truth value: 1, true, True, t, yes and on are true.</summary>
    public bool Flag(string name, bool absent = false) => Text(name) switch
    {
        null => absent,
        "1" or "t" or "T" => true,
        var text => text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("yes", StringComparison.OrdinalIgnoreCase)
            || text.Equals("on", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Gets a page size: absent and 0 are the default, more than the most is the most.</summary>
    public int Limit(int absent, int max) => Text("limit") switch
    {
        null => absent,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) => limit == 0 ? absent : Math.Min(limit, max),
        _ => throw new SlackRefusedException(SlackError.InvalidLimit),
    };

    /// <summary>Gets a whole number within bounds.</summary>
    public int Number(string name, int absent, int min, int max) => Text(name) switch
    {
        null => absent,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max => number,
        _ => throw new SlackRefusedException(SlackError.InvalidArguments, $"{name} must be a number from {min} to {max}"),
    };

    /// <summary>Gets a message's ts that must be there.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="error">The word when it is malformed.</param>
    public MessageTs Ts(string name, string error) =>
        MessageTs.TryParse(Required(name), out var ts) ? ts : throw new SlackRefusedException(error);

    /// <summary>Gets a list: comma-separated, or a JSON array of strings.</summary>
    public IReadOnlyList<string> Strings(string name)
    {
        if (Text(name) is not { } text)
        {
            return [];
        }

        return text.StartsWith('[')
            ? JsonArguments.Strings(text)
            : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Gets the position of a page, or null for the first one.</summary>
    /// <param name="kind">The list's kind.</param>
    public string? Cursor(string kind)
    {
        if (Text("cursor") is not { } cursor)
        {
            return null;
        }

        return SlackCursor.TryDecode(cursor, kind, out var position) ? position : throw new SlackRefusedException(SlackError.InvalidCursor);
    }
}
