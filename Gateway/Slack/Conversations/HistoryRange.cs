using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Conversations;

/// <summary>Reads <c>oldest</c>, <c>latest</c>, <c>inclusive</c>, <c>limit</c> and <c>cursor</c>, and makes the next cursor.</summary>
internal static class HistoryRange
{
    /// <summary>The most messages of a page (Slack: 999).</summary>
    public const int LimitMax = 999;

    // Of a channel. A thread is read whole by who does not say how much of it (Slack: 100 and 1,000).
    private const int LimitDefault = 100;

    // Before the ts in the cursor of a channel that is read upwards. Threads have no other direction.
    private const char Upwards = '+';

    /// <summary>Builds the query of a page: the messages of a thread from the oldest on, those of a channel from the newest down.</summary>
    /// <remarks>
    /// A channel with a lower end alone is read upwards, as Slack's is: <c>oldest=TS, inclusive, limit=1</c> is the message itself. The cursor
    /// keeps the direction, so that the pages go on also when the client does not repeat its <c>oldest</c>.
    /// </remarks>
    /// <param name="arguments">The call's arguments.</param>
    /// <param name="thread">The thread, or null for the channel.</param>
    /// <param name="kind">The cursor's kind.</param>
    public static HistoryQuery Of(SlackArguments arguments, MessageTs? thread, string kind)
    {
        var oldest = End(arguments, "oldest", "invalid_ts_oldest", 0);
        var latest = End(arguments, "latest", "invalid_ts_latest", long.MaxValue);
        var inclusive = arguments.Flag("inclusive");
        var oldestFirst = thread is not null || (oldest > 0 && latest == long.MaxValue);
        if (arguments.Cursor(kind) is { } position)
        {
            var upwards = position.StartsWith(Upwards);
            if (!MessageTs.TryParse(upwards ? position[1..] : position, out var at))
            {
                throw new SlackRefusedException(SlackError.InvalidCursor);
            }

            oldestFirst = upwards || thread is not null;

            // The cursor is the last message that was seen: an inclusive range starts beside it.
            var step = inclusive ? 1 : 0;
            (oldest, latest) = oldestFirst ? (Math.Max(oldest, at.Micros + step), latest) : (oldest, Math.Min(latest, at.Micros - step));
        }

        return new HistoryQuery(thread?.Micros, oldest, latest, inclusive, arguments.Limit(thread is null ? LimitDefault : LimitMax, LimitMax), oldestFirst);
    }

    /// <summary>Makes the cursor of the next page, or null.</summary>
    /// <param name="page">The page as it was read, in the order of its query.</param>
    /// <param name="query">Its query.</param>
    /// <param name="kind">The cursor's kind.</param>
    public static string? Next(HistoryPage page, HistoryQuery query, string kind)
    {
        if (page is not { HasMore: true, Messages.Length: > 0 })
        {
            return null;
        }

        var position = Json.WriterExtensions.Ts(page.Messages[^1].Ts);
        return SlackCursor.Encode(kind, query is { OldestFirst: true, ThreadTs: null } ? Upwards + position : position);
    }

    private static long End(SlackArguments arguments, string name, string error, long absent)
    {
        var text = arguments.Text(name);
        if (text is null or "0" or "now")
        {
            return absent;
        }

        // Clients send whole seconds and short fractions too.
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? string.Empty : text[(point + 1)..];
        var wellFormed = whole.Length is > 0 and <= 10 && fraction.Length <= 6 && (point < 0 || fraction.Length > 0)
            && whole.All(char.IsAsciiDigit) && fraction.All(char.IsAsciiDigit);
        return wellFormed && MessageTs.TryParse($"{whole.PadLeft(10, '0')}.{fraction.PadRight(6, '0')}", out var ts)
            ? ts.Micros
            : throw new SlackRefusedException(error);
    }
}
