using System.Collections.Immutable;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Teams;

/// <summary>A team's custom emoji: loaded with the team, changed only by the walk of stored rows.</summary>
internal sealed class TeamEmoji(TeamParts team)
{
    // No name of a channel: those are keys of the same sequences.
    private const string Sequence = "/emoji";

    private readonly SortedDictionary<string, CustomEmoji> _emoji = new(StringComparer.Ordinal);
    private ImmutableArray<CustomEmoji>? _all;

    /// <summary>Gets all of them, by name.</summary>
    public ImmutableArray<CustomEmoji> All => _all ??= [.. _emoji.Values];

    /// <summary>Takes what was read at activation.</summary>
    public void Load(IEnumerable<CustomEmoji> emoji)
    {
        foreach (var one in emoji)
        {
            _emoji[one.Name] = one;
        }
    }

    /// <inheritdoc cref="ITeamGrain.AddEmoji"/>
    public Task<TeamResult> Add(Caller caller, string name, string value, Guid dedupeKey) => team.InTurn.Run(Sequence, async () =>
    {
        var emoji = Direct(new CustomEmoji(name, value, caller.User));
        var error = WhyNotAdd(emoji);
        if (error != TeamError.None)
        {
            return await RefuseUnlessStored(dedupeKey, error);
        }

        return ResultOf(await team.Chain.Append(new NewRow(EventKind.EmojiAdded, dedupeKey, caller.User.Value)
        {
            Extras = MessageExtras.Write(json =>
            {
                json.WriteString(EventExtras.Name, emoji.Name);
                json.WriteString(EventExtras.Value, emoji.Value);
            }),
            Effects = _ => [new CustomEmojiSet(emoji.Name, emoji.Value, emoji.Creator, Removed: false)],
            Apply = _ => Apply(() => _emoji[emoji.Name] = emoji),
        }));
    });

    /// <inheritdoc cref="ITeamGrain.RemoveEmoji"/>
    public Task<TeamResult> Remove(Caller caller, string name, Guid dedupeKey) => team.InTurn.Run(Sequence, async () =>
    {
        var error = WhyNotRemove(caller, name);
        if (error != TeamError.None)
        {
            return await RefuseUnlessStored(dedupeKey, error);
        }

        // Other names of what is gone would lead nowhere: they go with it.
        CustomEmoji[] gone = [_emoji[name], .. AliasesOf(name)];
        return ResultOf(await team.Chain.Append(new NewRow(EventKind.EmojiRemoved, dedupeKey, caller.User.Value)
        {
            Extras = MessageExtras.Write(json =>
            {
                json.WriteStartArray(EventExtras.Names);
                foreach (var one in gone)
                {
                    json.WriteStringValue(one.Name);
                }

                json.WriteEndArray();
            }),
            Effects = _ => [.. gone.Select(e => new CustomEmojiSet(e.Name, e.Value, e.Creator, Removed: true))],
            Apply = _ => Apply(() =>
            {
                foreach (var one in gone)
                {
                    _emoji.Remove(one.Name);
                }
            }),
        }));
    });

    private static TeamResult ResultOf(AppendResult result) => result.Status switch
    {
        AppendStatus.Stored or AppendStatus.Duplicate => new TeamResult(TeamError.None, default),
        AppendStatus.Refused => new TeamResult(TeamError.InvalidValue, default),
        AppendStatus.Busy => new TeamResult(TeamError.Busy, result.RetryAfter),
        AppendStatus.Unavailable => new TeamResult(TeamError.Unavailable, result.RetryAfter),
    };

    /// <summary>An alias of an alias is one of what that one stands for: no chain of names is walked when they are shown.</summary>
    private CustomEmoji Direct(CustomEmoji emoji) =>
        emoji.AliasOf is { } target && _emoji.TryGetValue(target, out var other) && other.AliasOf is not null ? emoji with { Value = other.Value } : emoji;

    private IEnumerable<CustomEmoji> AliasesOf(string name) => _emoji.Values.Where(e => string.Equals(e.AliasOf, name, StringComparison.Ordinal));

    private TeamError WhyNotAdd(CustomEmoji emoji)
    {
        if (team.State.Member(emoji.Creator) is not { Deleted: false, Role: >= UserRole.Member })
        {
            return TeamError.RestrictedAction;
        }

        if (string.Equals(emoji.AliasOf, emoji.Name, StringComparison.Ordinal))
        {
            return TeamError.InvalidAlias;
        }

        if (_emoji.ContainsKey(emoji.Name))
        {
            return TeamError.EmojiNameTaken;
        }

        return _emoji.Count >= ITeamGrain.EmojiMax || (emoji.AliasOf is { } target && AliasesOf(target).Count() >= ITeamGrain.EmojiAliasesMax)
            ? TeamError.TooManyEmoji
            : TeamError.None;
    }

    private TeamError WhyNotRemove(Caller caller, string name)
    {
        if (!_emoji.TryGetValue(name, out var emoji))
        {
            return TeamError.EmojiNotFound;
        }

        var isAllowed = team.State.Member(caller.User) is { Deleted: false } by && (by.Role >= UserRole.Admin || emoji.Creator == caller.User);
        return isAllowed ? TeamError.None : TeamError.NotYourEmoji;
    }

    private async Task<TeamResult> RefuseUnlessStored(Guid dedupeKey, TeamError error) =>
        new(await team.FindStored(dedupeKey) is null ? error : TeamError.None, default);

    private void Apply(Action change)
    {
        change();
        _all = null;
    }
}
