using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Checks the scopes and events of an app.</summary>
internal static class AppArguments
{
    private const int ScopeLengthMax = 60;

    /// <summary>The events that an app can have, and the scope that each needs.</summary>
    public static readonly FrozenDictionary<string, string> Events = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["app_mention"] = "app_mentions:read",
        ["channel_archive"] = "channels:read",
        ["channel_created"] = "channels:read",
        ["channel_rename"] = "channels:read",
        ["channel_unarchive"] = "channels:read",
        ["group_archive"] = "groups:read",
        ["group_rename"] = "groups:read",
        ["group_unarchive"] = "groups:read",
        ["member_joined_channel"] = "channels:read",
        ["member_left_channel"] = "channels:read",
        ["message"] = "channels:history",
        ["message.channels"] = "channels:history",
        ["message.groups"] = "groups:history",
        ["message.im"] = "im:history",
        ["message.mpim"] = "mpim:history",
        ["reaction_added"] = "reactions:read",
        ["reaction_removed"] = "reactions:read",
        ["team_join"] = "users:read",
        ["user_change"] = "users:read",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly SearchValues<char> ScopeLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_.:-");

    /// <summary>Reads the scopes.</summary>
    public static ImmutableArray<string> Scopes(SlackArguments arguments, string name = "scopes")
    {
        ImmutableArray<string> scopes = [.. arguments.Strings(name).Distinct(StringComparer.Ordinal)];
        if (scopes.Length > IAppsGrain.ScopesMax)
        {
            throw new SlackRefusedException("invalid_scope", $"at most {IAppsGrain.ScopesMax} scopes");
        }

        return scopes.FirstOrDefault(s => s.Length > ScopeLengthMax || s.AsSpan().ContainsAnyExcept(ScopeLetters)) is { } bad
            ? throw new SlackRefusedException("invalid_scope", $"not a scope: {bad[..Math.Min(bad.Length, ScopeLengthMax)]}")
            : scopes;
    }

    /// <summary>Reads the events; the scopes must allow each.</summary>
    public static ImmutableArray<string> EventTypes(SlackArguments arguments, ImmutableArray<string> scopes)
    {
        ImmutableArray<string> events = [.. arguments.Strings("events").Distinct(StringComparer.Ordinal)];
        foreach (var name in events)
        {
            if (!Events.TryGetValue(name, out var needed))
            {
                throw new SlackRefusedException("invalid_event", $"the events are {string.Join(' ', Events.Keys.Order(StringComparer.Ordinal))}");
            }

            if (!scopes.Contains(needed, StringComparer.Ordinal))
            {
                throw new SlackRefusedException(SlackScopes.Reply(needed, string.Join(',', scopes)));
            }
        }

        return events;
    }
}
