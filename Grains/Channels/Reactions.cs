using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Grains.Channels;

/// <summary>Keeps a message's reactions in step with table <c>reaction</c>.</summary>
internal static class Reactions
{
    /// <summary>The most different emoji on one message (Slack: reactions.add <c>too_many_emoji</c>).</summary>
    public const int NamesMax = 50;

    /// <summary>The most users listed under one emoji; the count goes on.</summary>
    public const int UsersListedMax = 50;

    /// <summary>Adds one user's reaction.</summary>
    public static ImmutableArray<Reaction> With(ImmutableArray<Reaction> before, string name, string user)
    {
        for (var i = 0; i < before.Length; i++)
        {
            if (string.Equals(before[i].Name, name, StringComparison.Ordinal))
            {
                var users = before[i].Users;
                return before.SetItem(i, new Reaction(name, users.Length < UsersListedMax ? users.Add(user) : users, before[i].Count + 1));
            }
        }

        return before.Add(new Reaction(name, [user], 1));
    }

    /// <summary>Takes one user's reaction away.</summary>
    public static ImmutableArray<Reaction> Without(ImmutableArray<Reaction> before, string name, string user)
    {
        for (var i = 0; i < before.Length; i++)
        {
            if (string.Equals(before[i].Name, name, StringComparison.Ordinal))
            {
                return before[i].Count <= 1
                    ? before.RemoveAt(i)
                    : before.SetItem(i, new Reaction(name, before[i].Users.Remove(user, StringComparer.Ordinal), before[i].Count - 1));
            }
        }

        return before;
    }
}
