using System.Collections.Immutable;
using System.Text.Json;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Teams;

/// <summary>A team's user groups: loaded with the team, changed only by the walk of stored rows, one change after the other.</summary>
internal sealed class TeamGroups(TeamParts team)
{
    // No name of a channel: those are keys of the same sequences.
    private const string Sequence = "/group";

    // Slack cuts the list of members in events there too (subteam_updated).
    private const int UsersInEventMax = 500;

    private readonly SortedDictionary<string, UserGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Takes what was read at activation.</summary>
    public void Load(IEnumerable<UserGroup> groups)
    {
        foreach (var group in groups)
        {
            _groups[group.Id.Value] = group;
        }
    }

    /// <inheritdoc cref="ITeamGrain.Group"/>
    public UserGroup? Find(UserGroupId id) => _groups.GetValueOrDefault(id.Value);

    /// <inheritdoc cref="ITeamGrain.Groups"/>
    public GroupPage Page(GroupQuery query)
    {
        var count = Math.Clamp(query.CountMax, 1, ITeamGrain.GroupsMax);
        var page = _groups.Values
            .Where(g => (query.IncludeDisabled || g.DeletedTs == 0) && (query.After is not { } after || string.CompareOrdinal(g.Id.Value, after.Value) > 0))
            .Take(count + 1)
            .ToList();
        return new GroupPage(
            [.. page.Take(count).Select(g => new GroupView(query.IncludeUsers ? g : g with { Users = [] }, g.Users.Length))], page.Count > count);
    }

    /// <inheritdoc cref="ITeamGrain.CreateGroup"/>
    public Task<GroupResult> Create(Caller caller, GroupChange change, Guid dedupeKey) => team.InTurn.Run(Sequence, async () =>
    {
        var error = IsAdmin(caller) ? WhyNotSet(id: null, change) : TeamError.GroupForbidden;
        error = error == TeamError.None && _groups.Count >= ITeamGrain.GroupsMax ? TeamError.TooManyGroups : error;
        if (error != TeamError.None)
        {
            return await team.FindStored(dedupeKey) is { } ts && MadeAt(ts) is { } made ? Done(made) : Refused(error);
        }

        var id = UserGroupId.New();
        var group = new UserGroup(
            id, change.Name!, change.Handle!, change.Description ?? "", change.Channels ?? [], [], caller.User, 0, caller.User, 0, null, 0);
        var result = await Append(EventKind.UserGroupCreated, caller, ts => group with { CreatedTs = ts, UpdatedTs = ts }, dedupeKey);
        return result.IsStored && MadeAt(result.Ts) is { } created ? Done(created) : ResultOf(result, id);
    });

    /// <inheritdoc cref="ITeamGrain.UpdateGroup"/>
    public Task<GroupResult> Update(Caller caller, UserGroupId id, GroupChange change, Guid dedupeKey) => Change(
        caller,
        id,
        () => WhyNotSet(id, change),
        group => group with
        {
            Name = change.Name ?? group.Name,
            Handle = change.Handle ?? group.Handle,
            Description = change.Description ?? group.Description,
            Channels = change.Channels is { } channels && !channels.SequenceEqual(group.Channels, StringComparer.Ordinal) ? channels : group.Channels,
        },
        dedupeKey);

    /// <inheritdoc cref="ITeamGrain.SetGroupEnabled"/>
    public Task<GroupResult> SetEnabled(Caller caller, UserGroupId id, bool enabled, Guid dedupeKey) => Change(
        caller,
        id,
        () => TeamError.None,
        group => (group.DeletedTs == 0) == enabled ? group : group with { Deleter = enabled ? null : caller.User, DeletedTs = enabled ? 0 : UserGroup.TimeOfEvent },
        dedupeKey);

    /// <inheritdoc cref="ITeamGrain.SetGroupUsers"/>
    public Task<GroupResult> SetUsers(Caller caller, UserGroupId id, ImmutableArray<string> users, Guid dedupeKey) => Change(
        caller,
        id,
        () => WhyNotUsers(id, users),
        group => group.Users.SequenceEqual(users, StringComparer.Ordinal) ? group : group with { Users = users },
        dedupeKey);

    private static GroupResult Refused(TeamError error, TimeSpan retryAfter = default) => new(error, null, retryAfter);

    private static GroupResult Done(UserGroup group) => new(TeamError.None, group, default);

    private Task<GroupResult> Change(Caller caller, UserGroupId id, Func<TeamError> whyNot, Func<UserGroup, UserGroup> change, Guid dedupeKey) =>
        team.InTurn.Run(Sequence, async () =>
        {
            var before = Find(id);
            var error = before is null ? TeamError.GroupNotFound : IsAdmin(caller) ? whyNot() : TeamError.GroupForbidden;
            if (error != TeamError.None)
            {
                return before is not null && await team.FindStored(dedupeKey) is not null ? Done(before) : Refused(error);
            }

            var after = change(before!);
            if (after == before)
            {
                return Done(after);
            }

            var result = await Append(
                EventKind.UserGroupChanged,
                caller,
                ts => after with { Updater = caller.User, UpdatedTs = ts, DeletedTs = after.DeletedTs == UserGroup.TimeOfEvent ? ts : after.DeletedTs },
                dedupeKey);
            return ResultOf(result, id);
        });

    private Task<AppendResult> Append(EventKind kind, Caller caller, Func<long, UserGroup> group, Guid dedupeKey) =>
        team.Chain.Append(new NewRow(kind, dedupeKey, caller.User.Value)
        {
            Extras = ExtrasOf(group(UserGroup.TimeOfEvent)),
            Effects = ts => [new UserGroupSet(group(ts))],
            Apply = stored =>
            {
                var after = group(stored.EventTs);
                _groups[after.Id.Value] = after;
            },
        });

    /// <summary>The group as events carry it.</summary>
    private static string ExtrasOf(UserGroup group)
    {
        var cut = group.Users.Length > UsersInEventMax ? group with { Users = group.Users[..UsersInEventMax] } : group;
        return $"{{\"{EventExtras.Group}\":{JsonSerializer.Serialize(cut)},\"{EventExtras.Count}\":{JsonSerializer.Serialize(group.Users.Length)}}}";
    }

    private GroupResult ResultOf(AppendResult result, UserGroupId id) => result.Status switch
    {
        AppendStatus.Stored or AppendStatus.Duplicate when Find(id) is { } group => Done(group),
        AppendStatus.Stored or AppendStatus.Duplicate => Refused(TeamError.GroupNotFound),
        AppendStatus.Refused => Refused(TeamError.HandleTaken),
        AppendStatus.Busy => Refused(TeamError.Busy, result.RetryAfter),
        AppendStatus.Unavailable => Refused(TeamError.Unavailable, result.RetryAfter),
    };

    private UserGroup? MadeAt(long ts) => _groups.Values.FirstOrDefault(g => g.CreatedTs == ts);

    // Slack: by default only owners and admins make and change user groups.
    private bool IsAdmin(Caller caller) => team.State.Member(caller.User) is { Deleted: false, Role: >= UserRole.Admin };

    private TeamError WhyNotSet(UserGroupId? id, GroupChange change)
    {
        var others = _groups.Values.Where(g => g.Id != id);
        if (change.Name is { } name && others.Any(g => string.Equals(g.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            return TeamError.GroupNameTaken;
        }

        if (change.Handle is { } handle
            && (others.Any(g => string.Equals(g.Handle, handle, StringComparison.Ordinal)) || team.State.IsNameOfChannelOrMember(handle)))
        {
            return TeamError.HandleTaken;
        }

        return change.Channels is { } channels && channels.Any(c => !team.State.IsOpenChannel(c)) ? TeamError.InvalidGroupChannel : TeamError.None;
    }

    private TeamError WhyNotUsers(UserGroupId id, ImmutableArray<string> users)
    {
        var others = _groups.Values.Where(g => g.Id != id).Sum(g => g.Users.Length);
        if (users.Length > ITeamGrain.GroupUsersMax || others + users.Length > ITeamGrain.GroupMembershipsMax)
        {
            return TeamError.TooManyGroupUsers;
        }

        return users.Any(u => team.State.Member(new UserId(u)) is not { Deleted: false }) ? TeamError.UnknownGroupUsers : TeamError.None;
    }
}
