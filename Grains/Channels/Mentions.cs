using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Channels;

/// <summary>
/// Whom the newest messages of a channel mention, and with it how many unread ones mention a member. At most
/// <see cref="MessagesMax"/> messages with mentions, and <see cref="NamesMax"/> names in them: a member with more unread ones is told that many.
/// </summary>
internal sealed class Mentions
{
    /// <summary>The most messages with mentions that are kept.</summary>
    public const int MessagesMax = 5_000;

    /// <summary>The most names that are kept, of all messages together: members of groups are many. The oldest messages go first.</summary>
    public const int NamesMax = 100_000;

    private const string GroupMark = "<!subteam^";

    private readonly SortedDictionary<long, (long Position, string Author, ImmutableArray<string> Names)> _messages = [];
    private readonly Dictionary<string, SortedSet<long>> _byName = new(StringComparer.Ordinal);
    private int _names;

    /// <summary>Finds the members and words that a text mentions (Slack: <c>&lt;@U…&gt;</c>, <c>&lt;!channel&gt;</c>, <c>&lt;!here&gt;</c>, <c>&lt;!everyone&gt;</c>).</summary>
    /// <param name="text">The message's text.</param>
    /// <param name="author">Who wrote it: nobody mentions themselves.</param>
    /// <param name="members">Who can be mentioned.</param>
    /// <param name="everybody">False where words for everybody tell nobody: in a thread.</param>
    public static ImmutableArray<string> Of(string text, string author, ChannelMembers members, bool everybody)
    {
        if (!text.Contains("<@", StringComparison.Ordinal) && !text.Contains("<!", StringComparison.Ordinal))
        {
            return [];
        }

        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0 && names.Count < MentionsSet.NamesMax; at = text.IndexOf('<', at + 1))
        {
            var end = text.AsSpan(at + 1).IndexOfAny('>', '|');
            if (end < 0)
            {
                break;
            }

            var word = text.AsSpan(at + 1, end);
            if (word.IsEmpty)
            {
                continue;
            }

            if (word is "!channel" or "!here" or "!everyone")
            {
                if (everybody)
                {
                    names.Add(MentionsSet.Everybody);
                }
            }
            else if (word[0] == '@' && UserId.TryParse(word[1..].ToString(), out var user) && members.Contains(user)
                && !string.Equals(user.Value, author, StringComparison.Ordinal))
            {
                names.Add(user.Value);
            }
        }

        return [.. names];
    }

    /// <summary>Finds the user groups that a text mentions (Slack: <c>&lt;!subteam^S…&gt;</c>), at most <see cref="GroupMention.GroupsMax"/>.</summary>
    public static ImmutableArray<UserGroupId> GroupsOf(string text)
    {
        var groups = new List<UserGroupId>();
        for (var at = text.IndexOf(GroupMark, StringComparison.Ordinal); at >= 0 && groups.Count < GroupMention.GroupsMax;
            at = text.IndexOf(GroupMark, at + 1, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + GroupMark.Length);
            var end = rest.IndexOfAny('>', '|');
            if (end > 0 && UserGroupId.TryParse(rest[..end].ToString(), out var group) && !groups.Contains(group))
            {
                groups.Add(group);
            }
        }

        return [.. groups];
    }

    /// <summary>Lists everybody that a message mentions: by name and as members of groups.</summary>
    public static ImmutableArray<string> All(ImmutableArray<string> names, ImmutableArray<GroupMention> groups) =>
        groups.IsEmpty ? names : [.. names.Concat(groups.SelectMany(g => g.Members)).Distinct(StringComparer.Ordinal)];

    /// <summary>Sets whom a message mentions; nobody takes it out.</summary>
    public void Set(long ts, long position, string author, ImmutableArray<string> names)
    {
        Remove(ts);
        if (names.IsDefaultOrEmpty)
        {
            return;
        }

        _messages[ts] = (position, author, names);
        foreach (var name in names)
        {
            if (!_byName.TryGetValue(name, out var messages))
            {
                _byName[name] = messages = [];
            }

            messages.Add(ts);
        }

        _names += names.Length;
        while (_messages.Count > MessagesMax || (_names > NamesMax && _messages.Count > 1))
        {
            Remove(_messages.First().Key);
        }
    }

    /// <summary>Takes a message out.</summary>
    public void Remove(long ts)
    {
        if (!_messages.Remove(ts, out var message))
        {
            return;
        }

        _names -= message.Names.Length;
        foreach (var name in message.Names)
        {
            if (_byName.TryGetValue(name, out var messages) && messages.Remove(ts) && messages.Count == 0)
            {
                _byName.Remove(name);
            }
        }
    }

    /// <summary>Lists the newest messages beyond a position that mention a member, by name or as everybody; oldest first.</summary>
    public ImmutableArray<long> Newest(UserId user, long readPosition, int countMax)
    {
        var named = _byName.GetValueOrDefault(user.Value) ?? [];
        var everybody = (_byName.GetValueOrDefault(MentionsSet.Everybody) ?? [])
            .Reverse()
            .Where(ts => !named.Contains(ts) && !string.Equals(_messages[ts].Author, user.Value, StringComparison.Ordinal));
        return
        [
            .. Unread(named.Reverse()).Concat(Unread(everybody)).OrderDescending().Take(countMax).Order(),
        ];

        IEnumerable<long> Unread(IEnumerable<long> newestFirst) => newestFirst.TakeWhile(ts => _messages[ts].Position > readPosition).Take(countMax);
    }

    /// <summary>Counts the messages beyond a position that mention a member, by name or as everybody.</summary>
    public int Count(UserId user, long readPosition)
    {
        var count = 0;
        if (_byName.TryGetValue(user.Value, out var named))
        {
            count += named.Reverse().TakeWhile(ts => _messages[ts].Position > readPosition).Count();
        }

        if (_byName.TryGetValue(MentionsSet.Everybody, out var everybody))
        {
            count += everybody.Reverse()
                .TakeWhile(ts => _messages[ts].Position > readPosition)
                .Count(ts => named?.Contains(ts) != true && !string.Equals(_messages[ts].Author, user.Value, StringComparison.Ordinal));
        }

        return count;
    }
}
