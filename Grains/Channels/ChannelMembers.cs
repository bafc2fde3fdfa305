using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Channels;

/// <summary>The members of a channel, in order of their ids for paging. At most IChannelGrain.MembersMax.</summary>
internal sealed class ChannelMembers
{
    private readonly HashSet<string> _set = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _sorted = new(StringComparer.Ordinal);

    /// <summary>Gets how many there are.</summary>
    public int Count => _set.Count;

    /// <summary>Tells whether a user is a member.</summary>
    public bool Contains(UserId user) => _set.Contains(user.Value);

    /// <summary>Adds a member.</summary>
    public void Add(string user)
    {
        if (_set.Add(user))
        {
            _sorted.Add(user);
        }
    }

    /// <summary>Removes a member.</summary>
    public void Remove(string user)
    {
        if (_set.Remove(user))
        {
            _sorted.Remove(user);
        }
    }

    /// <summary>Lists at most so many members after one, ascending.</summary>
    public List<UserId> After(UserId? after, int countMax)
    {
        var page = new List<UserId>();
        if (_sorted.Max is not { } last || (after is { } a && string.CompareOrdinal(a.Value, last) >= 0))
        {
            return page;
        }

        IEnumerable<string> rest = after is { } from ? _sorted.GetViewBetween(from.Value, last) : _sorted;
        foreach (var member in rest)
        {
            if (after is { } skip && string.Equals(member, skip.Value, StringComparison.Ordinal))
            {
                continue;
            }

            page.Add(new UserId(member));
            if (page.Count == countMax)
            {
                break;
            }
        }

        return page;
    }
}
