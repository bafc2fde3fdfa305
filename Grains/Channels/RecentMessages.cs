using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Grains.Channels;

/// <summary>
/// The newest messages of a channel as they are now: at most 200 messages or 1 MiB, without a gap up to the head.
/// The newest page of history comes from here, so it goes on while the database is away.
/// </summary>
internal sealed class RecentMessages
{
    /// <summary>The most messages.</summary>
    public const int MessagesMax = 200;

    /// <summary>The most bytes.</summary>
    public const int BytesMax = 1024 * 1024;

    private readonly List<Message> _messages = [];
    private long _bytes;

    /// <summary>Gets whether every message of the channel is here.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Gets the newest message that history shows: 0 when there is none, null when it is not here.</summary>
    public long? LatestTs => Latest(IsInHistory);

    /// <summary>Finds what will be <see cref="LatestTs"/> when a message is deleted: it stays while it has replies, and a deleted parent goes with its last reply.</summary>
    public long? LatestWithout(Message gone) => Latest(m =>
        IsInHistory(m) && (m.Ts != gone.Ts || m.Thread is not null) && !(m is { Deleted: true, Thread.ReplyCount: 1 } && m.Ts == gone.ThreadTs));

    /// <summary>Takes what was read at activation, oldest first.</summary>
    public void Load(IReadOnlyList<Message> messages)
    {
        IsComplete = messages.Count < MessagesMax;
        foreach (var message in messages)
        {
            Add(message);
        }
    }

    /// <summary>Adds the newest message and drops the oldest beyond the bounds.</summary>
    public void Add(Message message)
    {
        _messages.Add(message);
        _bytes += SizeOf(message);
        Trim();
    }

    /// <summary>Finds a message; null when it is not here (it may be in the database).</summary>
    public Message? Find(long ts)
    {
        var at = IndexOf(ts);
        return at < 0 ? null : _messages[at];
    }

    /// <summary>Tells whether a ts that is not here can't be in the database either.</summary>
    public bool Covers(long ts) => IsComplete || (_messages.Count > 0 && ts >= _messages[0].Ts);

    /// <summary>Changes a message, if it is here; one that grows beyond the bounds drops the oldest, itself included.</summary>
    public void Change(long ts, Func<Message, Message> change)
    {
        var at = IndexOf(ts);
        if (at >= 0)
        {
            _bytes -= SizeOf(_messages[at]);
            _messages[at] = change(_messages[at]);
            _bytes += SizeOf(_messages[at]);
            Trim();
        }
    }

    /// <summary>Tells whether a member has a reply in a thread among these messages.</summary>
    public bool HasReply(long threadTs, string author) => _messages.Exists(m =>
        m.ThreadTs == threadTs && m.Ts != threadTs && !m.Deleted && string.Equals(m.Author, author, StringComparison.Ordinal));

    /// <summary>Reads a page of channel history, if all of it is here.</summary>
    /// <returns>At most one message more than asked (so that the caller sees whether there are more); null when the database must be asked.</returns>
    public List<Message>? History(long above, long below, bool oldestFirst, int countMax)
    {
        if (_messages.Count == 0)
        {
            return IsComplete ? [] : null;
        }

        if (oldestFirst && !IsComplete && above < _messages[0].Ts - 1)
        {
            return null;
        }

        var page = new List<Message>();
        for (var i = 0; i < _messages.Count && page.Count <= countMax; i++)
        {
            var message = oldestFirst ? _messages[i] : _messages[^(i + 1)];
            if (message.Ts > above && message.Ts < below && IsInHistory(message))
            {
                page.Add(message);
            }
        }

        var wholeRangeIsHere = oldestFirst || IsComplete || above >= _messages[0].Ts - 1;
        return wholeRangeIsHere || page.Count > countMax ? page : null;
    }

    /// <summary>Tells the position of the last message at or before a ts; null when that may be in the database.</summary>
    public long? PositionAt(long ts)
    {
        for (var i = _messages.Count - 1; i >= 0; i--)
        {
            if (_messages[i].Ts <= ts)
            {
                return _messages[i].Position;
            }
        }

        return IsComplete ? 0 : null;
    }

    private void Trim()
    {
        var drop = 0;
        while (_messages.Count - drop > MessagesMax || (_bytes > BytesMax && _messages.Count - drop > 1))
        {
            _bytes -= SizeOf(_messages[drop++]);
        }

        if (drop > 0)
        {
            _messages.RemoveRange(0, drop);
            IsComplete = false;
        }
    }

    private long? Latest(Predicate<Message> isShown)
    {
        var at = _messages.FindLastIndex(isShown);
        return at >= 0 ? _messages[at].Ts : IsComplete ? 0 : null;
    }

    // As MessagesTable and ChainEventsTable say it in SQL.
    private static bool IsInHistory(Message message) => message.Deleted
        ? message.Thread is not null
        : message.ThreadTs is null || message.ThreadTs == message.Ts || MessageExtras.IsBroadcast(message.Extras);

    private static int SizeOf(Message message) => 200 + (message.Text.Length * 2) + ((message.Extras?.Length ?? 0) * 2);

    private int IndexOf(long ts)
    {
        var low = 0;
        var high = _messages.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (_messages[middle].Ts.CompareTo(ts))
            {
                case 0: return middle;
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return -1;
    }
}
