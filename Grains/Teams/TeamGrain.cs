using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Teams;

/// <summary>One team: members, roles and channel names, and the chain of what concerns everybody.</summary>
[GrainType("team")]
[Reentrant]
internal sealed class TeamGrain : ChainGrain, ITeamGrain
{
    private readonly TeamServices _services;
    private readonly IGrainFactory _grains;
    private readonly TeamState _state = new();
    private readonly KeyedSequence<string> _byName = new();
    private readonly TeamPeople _people;
    private readonly TeamProfiles _profiles;
    private readonly TeamPhotos _photos;
    private readonly TeamEmoji _emoji;
    private readonly TeamGroups _groups;
    private TeamProfile? _profile;

    /// <summary>Initializes the grain.</summary>
    public TeamGrain(IGrainContext context, TeamServices services, IGrainFactory grains, ILogger<TeamGrain> logger)
        : base(context, services.Chains, logger)
    {
        _services = services;
        _grains = grains;
        _people = new TeamPeople(Chain, _state, services.Audit, services.Accounts);
        var parts = new TeamParts(Chain, _state, services, _byName);
        _profiles = new TeamProfiles(parts);
        _photos = new TeamPhotos(parts, _profiles);
        _emoji = new TeamEmoji(parts);
        _groups = new TeamGroups(parts);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var team = Chain.Id.Team;
        _profile = await _services.Teams.Get(team, cancellationToken);
        if (_profile is null || !await Chain.Open(() => Task.FromResult(true), cancellationToken))
        {
            LeaveSoon();
            return;
        }

        // Side by side: the first caller after a restart waits for them.
        var route = await Chain.Route(cancellationToken);
        var members = _services.Members.All(route, team, ITeamGrain.MembersMax, cancellationToken);
        var channels = _services.Directory.All(route, team, ITeamGrain.ChannelsMax, cancellationToken);
        var emoji = _services.Emoji.All(route, team, ITeamGrain.EmojiMax, cancellationToken);
        var groups = _services.Groups.All(route, team, ITeamGrain.GroupsMax, cancellationToken);
        await Task.WhenAll(members, channels, emoji, groups);
        foreach (var member in await members)
        {
            _state.Set(member);
        }

        _state.Set(UserProfile.Slackbot);
        foreach (var channel in await channels)
        {
            _state.Set(channel);
        }

        _emoji.Load(await emoji);
        _groups.Load(await groups);
    }

    /// <inheritdoc/>
    public Task<TeamProfile?> Profile() => Task.FromResult(_profile);

    /// <inheritdoc/>
    public Task<UserProfile?> Member(UserId user) => Task.FromResult(_profiles.Shown(_state.Member(user)));

    /// <inheritdoc/>
    public Task<UserProfile?> MemberByEmail(string email) => Task.FromResult(_profiles.Shown(_state.MemberByEmail(email)));

    /// <inheritdoc/>
    public Task<UserProfile?> Bot(string botId) => Task.FromResult(_state.Bot(botId));

    /// <inheritdoc/>
    public Task<MemberProfilePage> Members(UserId? after, int countMax) =>
        Task.FromResult(_profiles.Shown(_state.MembersAfter(after, Math.Clamp(countMax, 1, HistoryQuery.CountLimit))));

    /// <inheritdoc/>
    public Task<ImmutableArray<UserProfile>> MembersOf(ImmutableArray<UserId> users) =>
        Task.FromResult<ImmutableArray<UserProfile>>([.. users.Take(HistoryQuery.CountLimit).Select(u => _profiles.Shown(_state.Member(u))).OfType<UserProfile>()]);

    /// <inheritdoc/>
    public Task<MemberProfilePage> MembersChanged(long sinceTs, int countMax) =>
        Task.FromResult(_profiles.Shown(_state.MembersChanged(sinceTs, Math.Clamp(countMax, 1, HistoryQuery.CountLimit))));

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> IdsOfNames(ImmutableArray<string> names) =>
        Task.FromResult<ImmutableArray<string>>([.. names.Take(HistoryQuery.CountLimit).Select(_state.IdOf)]);

    /// <inheritdoc/>
    public Task<ChannelId?> FindChannel(string name) => Task.FromResult(_state.Channel(name));

    /// <inheritdoc/>
    public Task<TeamError> EnsureMember(UserProfile profile) => _byName.Run(TeamProfiles.Sequence, async () =>
    {
        if (_profile is null)
        {
            return TeamError.UserNotFound;
        }

        var ensured = await _profiles.Ensure(profile);
        if (ensured != TeamError.None)
        {
            return ensured;
        }

        // The role that the team gave them, not the one that they were invited with.
        var joined = await EnsureInGeneral(profile.Id);
        var caller = new Caller(Chain.Id.Team, profile.Id, profile.BotId);
        return joined == TeamError.None && profile.BotId is null ? await EnsureSlackbot(caller) : joined;
    });

    /// <inheritdoc/>
    public Task<TeamError> SetRole(Caller caller, UserId user, UserRole role, Guid dedupeKey) =>
        _byName.Run(TeamProfiles.Sequence, async () =>
        {
            var stored = await _people.SetRole(caller, user, role, dedupeKey);
            return stored == TeamError.None ? await EnsureInGeneral(user) : stored;
        });

    /// <inheritdoc/>
    public Task<TeamError> SetActive(Caller caller, UserId user, bool active, Guid dedupeKey) =>
        _byName.Run(TeamProfiles.Sequence, () => _people.SetActive(caller, user, active, dedupeKey));

    /// <inheritdoc/>
    public Task<TeamError> Audit(Caller caller, string action, string target, string detail, Guid dedupeKey) =>
        _people.Audit(caller, action, target, detail, dedupeKey);

    /// <inheritdoc/>
    public Task<AuditPage> AuditEntries(Caller caller, long below, int countMax) => _people.Entries(caller, below, countMax);

    /// <inheritdoc/>
    public Task<MemberResult> SetProfile(Caller caller, UserId user, ProfileChange change, Guid dedupeKey) => _profiles.Set(caller, user, change, dedupeKey);

    /// <inheritdoc/>
    public Task<MemberResult> SetPhoto(Caller caller, UserId user, MemberPhoto? photo, Guid dedupeKey) => _photos.Set(caller, user, photo, dedupeKey);

    /// <inheritdoc/>
    public Task<ImmutableArray<CustomEmoji>> Emoji() => Task.FromResult(_emoji.All);

    /// <inheritdoc/>
    public Task<TeamResult> AddEmoji(Caller caller, string name, string value, Guid dedupeKey) => _emoji.Add(caller, name, value, dedupeKey);

    /// <inheritdoc/>
    public Task<TeamResult> RemoveEmoji(Caller caller, string name, Guid dedupeKey) => _emoji.Remove(caller, name, dedupeKey);

    /// <inheritdoc/>
    public Task<UserGroup?> Group(UserGroupId id) => Task.FromResult(_groups.Find(id));

    /// <inheritdoc/>
    public Task<GroupPage> Groups(GroupQuery query) => Task.FromResult(_groups.Page(query));

    /// <inheritdoc/>
    public Task<GroupResult> CreateGroup(Caller caller, GroupChange group, Guid dedupeKey) => _groups.Create(caller, group, dedupeKey);

    /// <inheritdoc/>
    public Task<GroupResult> UpdateGroup(Caller caller, UserGroupId id, GroupChange change, Guid dedupeKey) => _groups.Update(caller, id, change, dedupeKey);

    /// <inheritdoc/>
    public Task<GroupResult> SetGroupEnabled(Caller caller, UserGroupId id, bool enabled, Guid dedupeKey) =>
        _groups.SetEnabled(caller, id, enabled, dedupeKey);

    /// <inheritdoc/>
    public Task<GroupResult> SetGroupUsers(Caller caller, UserGroupId id, ImmutableArray<string> users, Guid dedupeKey) =>
        _groups.SetUsers(caller, id, users, dedupeKey);

    /// <inheritdoc/>
    public Task<CreateChannelResult> CreateChannel(Caller caller, string name, bool isPrivate, Guid dedupeKey) => _byName.Run(name, async () =>
    {
        if (_state.Member(caller.User) is not { Deleted: false, Role: >= UserRole.Member })
        {
            return new CreateChannelResult(TeamError.RestrictedAction, null, default);
        }

        if (_state.Channel(name) is { } taken)
        {
            // The retry of a creation finds its own channel under its key and finishes what was cut short.
            return await IsCreationOf(taken, caller, dedupeKey)
                ? await OpenChannel(caller, taken, dedupeKey)
                : new CreateChannelResult(TeamError.NameTaken, null, default);
        }

        return _state.ChannelCount >= ITeamGrain.ChannelsMax
            ? new CreateChannelResult(TeamError.TooManyChannels, null, default)
            : await Create(caller, name, isPrivate, isGeneral: false, dedupeKey);
    });

    /// <inheritdoc/>
    public Task<TeamError> RenameChannel(ChannelId channel, string name, UserId by, Guid dedupeKey) => _byName.Run(name, async () =>
    {
        if (_state.Entry(channel) is not { } entry)
        {
            return TeamError.Unavailable;
        }

        if (_state.Channel(name) is { } taken)
        {
            return taken == channel ? TeamError.None : TeamError.NameTaken;
        }

        return await AppendEntry(EventKind.ChannelRenamed, entry with { Name = name }, by, dedupeKey);
    });

    /// <inheritdoc/>
    public async Task<TeamError> ArchiveChannel(ChannelId channel, bool isArchived, UserId by, Guid dedupeKey)
    {
        if (_state.Entry(channel) is not { } entry)
        {
            return TeamError.Unavailable;
        }

        var kind = isArchived ? EventKind.ChannelArchived : EventKind.ChannelUnarchived;
        return entry.IsArchived == isArchived ? TeamError.None : await AppendEntry(kind, entry with { IsArchived = isArchived }, by, dedupeKey);
    }

    /// <inheritdoc/>
    public async Task<ChannelListPage> ListChannels(Caller caller, ImmutableArray<ChannelKind> kinds, ChannelId? after, int countMax)
    {
        countMax = Math.Clamp(countMax, 1, HistoryQuery.CountLimit);
        var mine = (await _grains.GetGrain<IUserGrain>(ChainId.Of(Chain.Id.Team, caller.User).GrainKey).Channels()).ToDictionary(c => c.Channel);
        var isGuest = _state.Member(caller.User) is not { Role: >= UserRole.Member };
        var listed = _state.ChannelsAfter(after)
            .Where(c => mine.ContainsKey(c.Id) || (!c.IsPrivate && !isGuest))
            .Where(c => kinds.Contains(c.IsPrivate ? ChannelKind.Private : ChannelKind.Public))
            .Select(c => c.Id);
        var direct = mine.Keys.Where(c => c.IsDirect && kinds.Contains(c.Kind) && (after is null || string.CompareOrdinal(c.Value, after.Value.Value) > 0));
        var page = listed.Take(countMax + 1).Concat(direct).OrderBy(c => c.Value, StringComparer.Ordinal).Take(countMax + 1).ToList();
        var views = await Views(page.Take(countMax), mine);
        return new ChannelListPage([.. page.Take(countMax).Where(views.ContainsKey).Select(c => views[c])], page.Count > countMax);
    }

    // Guests are in the channels that they were invited to and in no other.
    private async Task<TeamError> EnsureInGeneral(UserId user)
    {
        if (_state.Member(user) is not { Deleted: false, Role: >= UserRole.Member } member)
        {
            return TeamError.None;
        }

        var caller = new Caller(Chain.Id.Team, user, member.BotId);
        var key = DedupeKeys.From("general", caller.Team.Value, caller.User.Value);
        if (_state.General is not { } general)
        {
            return (await Create(caller, ITeamGrain.GeneralChannelName, isPrivate: false, isGeneral: true, key)).Error;
        }

        return Outcome(await Channel(general).Join(caller, key));
    }

    private async Task<TeamError> EnsureSlackbot(Caller caller)
    {
        var conversation = ChannelId.OfMembers(caller.Team, [caller.User, UserProfile.Slackbot.Id]);
        return Outcome(await Channel(conversation).OpenDirect(caller, [UserProfile.Slackbot.Id]));
    }

    private static TeamError Outcome(ChannelResult result) => result.Error switch
    {
        PostError.None => TeamError.None,
        PostError.Busy => TeamError.Busy,
        PostError.TooManyMembers => TeamError.TooManyMembers,
        _ => TeamError.Unavailable,
    };

    private async Task<CreateChannelResult> Create(Caller caller, string name, bool isPrivate, bool isGeneral, Guid dedupeKey)
    {
        var channel = ChannelId.New(isPrivate);
        var result = await Chain.Append(new NewRow(EventKind.ChannelCreated, dedupeKey, caller.User.Value)
        {
            Extras = MessageExtras.Write(json =>
            {
                json.WriteString(EventExtras.Channel, channel.Value);
                json.WriteString(EventExtras.Name, name);
                json.WriteBoolean(EventExtras.IsPrivate, isPrivate);
            }),
            Effects = _ => [new TeamChannelSet(channel, name, isPrivate, caller.User, isGeneral, IsArchived: false)],
            Apply = stored => _state.Set(new TeamChannelEntry(channel, name, isPrivate, isGeneral, false, caller.User, stored.EventTs)),
        });
        if (!result.IsStored)
        {
            return new CreateChannelResult(TeamErrors.Of(result), null, result.RetryAfter);
        }

        // Under a key of an earlier creation nothing was made now, and what has the name is another's.
        return _state.Channel(name) is { } created && _state.Entry(created)!.CreatedTs == result.Ts
            ? await OpenChannel(caller, created, dedupeKey)
            : new CreateChannelResult(TeamError.NameTaken, null, default);
    }

    private async Task<CreateChannelResult> OpenChannel(Caller caller, ChannelId channel, Guid dedupeKey)
    {
        var opened = await Channel(channel).Create(caller, dedupeKey);
        return opened.Error switch
        {
            PostError.None => new CreateChannelResult(TeamError.None, opened.Channel, default),
            PostError.Busy => new CreateChannelResult(TeamError.Busy, null, opened.RetryAfter),
            PostError.RestrictedAction => new CreateChannelResult(TeamError.NameTaken, null, default),
            _ => new CreateChannelResult(TeamError.Unavailable, null, opened.RetryAfter),
        };
    }

    // Not any event under the key: the caller's key of another channel must not open this one to them.
    private async Task<bool> IsCreationOf(ChannelId channel, Caller caller, Guid dedupeKey) =>
        _state.Entry(channel) is { } entry && entry.Creator == caller.User
        && await _services.Chains.Events.FindStored(await Chain.Route(), Chain.Id, dedupeKey, CancellationToken.None) == entry.CreatedTs;

    private IChannelGrain Channel(ChannelId channel) => _grains.GetGrain<IChannelGrain>(ChainId.Of(Chain.Id.Team, channel).GrainKey);

    private async Task<Dictionary<ChannelId, ChannelView>> Views(IEnumerable<ChannelId> channels, Dictionary<ChannelId, UserChannel> mine)
    {
        var groups = new Dictionary<ShardRoute, List<string>>();
        foreach (var channel in channels)
        {
            var route = await _services.Chains.ShardMap.Find(Chain.Id.Team, channel, CancellationToken.None);
            if (!groups.TryGetValue(route, out var group))
            {
                groups[route] = group = [];
            }

            group.Add(channel.Value);
        }

        var views = new Dictionary<ChannelId, ChannelView>();
        foreach (var (route, group) in groups)
        {
            foreach (var view in await _services.Channels.Views(route, Chain.Id.Team, [.. group], CancellationToken.None))
            {
                var own = mine.GetValueOrDefault(view.Info.Id);
                views[view.Info.Id] = view with { IsMember = own is not null, Others = own?.Others ?? [] };
            }
        }

        return views;
    }

    private async Task<TeamError> AppendEntry(EventKind kind, TeamChannelEntry entry, UserId by, Guid dedupeKey) =>
        TeamErrors.Of(await Chain.Append(new NewRow(kind, dedupeKey, by.Value)
        {
            Extras = MessageExtras.Write(json =>
            {
                json.WriteString(EventExtras.Channel, entry.Id.Value);
                json.WriteString(EventExtras.Name, entry.Name);
                json.WriteBoolean(EventExtras.IsPrivate, entry.IsPrivate);
            }),
            Effects = _ => [new TeamChannelSet(entry.Id, entry.Name, entry.IsPrivate, entry.Creator, entry.IsGeneral, entry.IsArchived)],
            Apply = _ => _state.Set(entry),
        }));
}
