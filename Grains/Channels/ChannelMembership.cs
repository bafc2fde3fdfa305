using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Channels;

/// <summary>Joins, leaves, invites and kicks of one channel.</summary>
/// <remarks>
/// In turn with changes of the description: a row carries the member count and the whole description.
/// A membership is an event of the channel (the truth), then of the member's chain; both are stored before the caller is answered,
/// and a retry under the same key does the second step again. A silo that dies between the two leaves nobody to retry: the channel's
/// next activation tells the members of the last hour's changes, and whoever is told "already" or "not in it" has the member told too.
/// </remarks>
internal sealed class ChannelMembership(EventChain chain, ChannelState state, ChannelAnswers answers, IGrainFactory grains, KeyedSequence<int> sequence)
{
    /// <summary>How long ago a change may be that an activation tells of again.</summary>
    public static readonly TimeSpan RemindedFor = TimeSpan.FromHours(1);

    /// <summary>The most changes that an activation tells of again, the newest.</summary>
    public const int RemindedMax = 50;

    /// <inheritdoc cref="IChannelGrain.Create"/>
    public Task<ChannelResult> Create(Caller caller, Guid dedupeKey) => sequence.Run(0, async () =>
    {
        if (caller.User != state.Info.Creator)
        {
            return ChannelAnswers.Refused(PostError.RestrictedAction);
        }

        if (state.Members.Contains(caller.User))
        {
            await Remind(caller.User);
            return answers.View(caller, already: true);
        }

        // Joined under this key and no member now: they left or were removed, and a retry does not bring them back.
        return await answers.Stored(dedupeKey) is null
            ? await Add(caller, caller.User, inviter: null, dedupeKey)
            : ChannelAnswers.Refused(PostError.RestrictedAction);
    });

    /// <inheritdoc cref="IChannelGrain.Join"/>
    public Task<ChannelResult> Join(Caller caller, Guid dedupeKey) => sequence.Run(0, async () =>
    {
        if (state.Members.Contains(caller.User))
        {
            await Remind(caller.User);
            return answers.View(caller, already: true);
        }

        PostError? error = state.Info switch
        {
            { IsPrivate: true } => PostError.ChannelNotFound,
            _ when !await answers.IsVisible(caller) => PostError.ChannelNotFound,
            { IsArchived: true } => PostError.IsArchived,
            _ => state.Members.Count >= IChannelGrain.MembersMax ? PostError.TooManyMembers : null,
        };
        return error is { } e
            ? await RefuseUnlessStored(caller, caller.User, dedupeKey, e, ChannelAnswers.Refused(e))
            : await Add(caller, caller.User, inviter: null, dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.Invite"/>
    public Task<ChannelResult> Invite(Caller caller, UserId user, Guid dedupeKey) => sequence.Run(0, async () =>
    {
        var error = await WhyNotInvite(caller, user);
        return error != PostError.None
            ? await RefuseUnlessStored(caller, user, dedupeKey, error, ChannelAnswers.Refused(error))
            : await Add(caller, user, caller.User, dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.WhyNotInvite"/>
    public async Task<ChannelResult> WhyNotInvite(Caller caller, UserId user, Guid dedupeKey)
    {
        var error = await WhyNotInvite(caller, user);
        return error == PostError.None || await answers.Stored(dedupeKey) is not null ? answers.View(caller, already: false) : ChannelAnswers.Refused(error);
    }

    /// <inheritdoc cref="IChannelGrain.Leave"/>
    public Task<ChannelResult> Leave(Caller caller, Guid dedupeKey) => sequence.Run(0, async () =>
    {
        if (!state.Members.Contains(caller.User))
        {
            await Remind(caller.User);
            return await answers.Again(
                caller, await answers.Stored(dedupeKey) is null ? ChannelAnswers.Refused(PostError.ChannelNotFound) : ChannelAnswers.Gone);
        }

        var error = state.Info switch
        {
            { IsGeneral: true } => PostError.CantLeaveGeneral,
            { IsArchived: true } => PostError.IsArchived,
            // Nobody could come back to it: nobody would be left to invite.
            { IsPrivate: true } when state.Members.Count == 1 => PostError.LastMember,
            _ => PostError.None,
        };
        return error != PostError.None ? ChannelAnswers.Refused(error) : await Remove(caller, caller.User, EventKind.Leave, dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.Kick"/>
    public Task<ChannelResult> Kick(Caller caller, UserId user, Guid dedupeKey) => sequence.Run(0, async () =>
    {
        var error = await WhyNotKick(caller, user);
        return error != PostError.None
            ? await RefuseUnlessStored(caller, user, dedupeKey, error, ChannelAnswers.Gone)
            : await Remove(caller, user, EventKind.Kick, dedupeKey);
    });

    /// <summary>Describes the channel as the caller sees it.</summary>
    public async Task<ChannelResult> Info(Caller caller) =>
        await answers.IsVisible(caller) ? answers.View(caller, already: false) : ChannelAnswers.Refused(PostError.ChannelNotFound);

    /// <inheritdoc cref="IChannelGrain.WhyNotTell"/>
    public PostError WhyNotTell(Caller caller, UserId user) =>
        answers.WhyNotMember(caller) ?? (state.Members.Contains(user) ? PostError.None : PostError.UserNotInChannel);

    private async Task<ChannelResult> Add(Caller caller, UserId user, UserId? inviter, Guid dedupeKey)
    {
        var result = await chain.Append(new NewRow(EventKind.Join, dedupeKey, user.Value)
        {
            Extras = MessageExtras.OfMembership(state.Members.Count + 1, EventExtras.Inviter, inviter),
            Effects = _ => [new ChannelMemberSet(user, inviter, Removed: false), new ChannelSet(state.Info with { MemberCount = state.Members.Count + 1 })],
            Apply = stored =>
            {
                state.Members.Add(user.Value);
                state.Apply(stored);
            },
        });
        if (result.IsStored)
        {
            await TellMember(user, added: true, (result.Ts, result.Position));
        }

        return answers.Of(result, caller);
    }

    private async Task<ChannelResult> Remove(Caller caller, UserId user, EventKind kind, Guid dedupeKey)
    {
        var result = await chain.Append(new NewRow(kind, dedupeKey, caller.User.Value)
        {
            Extras = MessageExtras.OfMembership(state.Members.Count - 1, EventExtras.User, kind == EventKind.Kick ? user : null),
            Effects = _ => [new ChannelMemberSet(user, null, Removed: true), new ChannelSet(state.Info with { MemberCount = state.Members.Count - 1 })],
            Apply = stored =>
            {
                state.Members.Remove(user.Value);
                state.Apply(stored);
            },
        });
        if (result.IsStored)
        {
            await TellMember(user, added: false, (result.Ts, result.Position));
        }

        return answers.Of(result, caller);
    }

    private Task TellMember(UserId user, bool added, (long Ts, long Position) at)
    {
        var member = grains.GetGrain<IUserGrain>(ChainId.Of(chain.Id.Team, user).GrainKey);
        return added ? member.AddedToChannel(state.Info.Id, at.Ts, at.Position, state.Info with { MemberCount = state.Members.Count }, []) : member.RemovedFromChannel(state.Info.Id, at.Ts);
    }

    /// <summary>Tells members again of what changed lately: a silo may have died before their own lists had it.</summary>
    public async Task Remind()
    {
        foreach (var change in await answers.MembershipsSince(RemindedFor, RemindedMax))
        {
            await Tell(change);
        }
    }

    private Task Tell(MembershipRow change) => change.User == UserProfile.Slackbot.Id ? Task.CompletedTask : TellMember(change.User, !change.Removed, (change.Ts, change.Position));

    private async Task Remind(UserId user)
    {
        if (await answers.Membership(user) is { } change)
        {
            await Tell(change);
        }
    }

    // The change may have been stored by an earlier try that was cut short before the member's own list was.
    private async Task<ChannelResult> RefuseUnlessStored(Caller caller, UserId user, Guid dedupeKey, PostError error, ChannelResult unseen)
    {
        var isStored = await answers.Stored(dedupeKey) is not null;
        if (isStored || error is PostError.AlreadyInChannel or PostError.NotInChannel)
        {
            await Remind(user);
        }

        return isStored ? await answers.Again(caller, unseen) : ChannelAnswers.Refused(error);
    }

    private async Task<PostError> WhyNotInvite(Caller caller, UserId user)
    {
        if (answers.WhyNotMember(caller) is { } error)
        {
            return error;
        }

        // Not "no member": an invite's channels are filled in the name of whoever made it, who may have been deactivated since.
        if (await answers.Role(caller.User) is UserRole.Guest)
        {
            return PostError.RestrictedAction;
        }

        if (user == caller.User)
        {
            return PostError.CantInviteSelf;
        }

        if (user == UserProfile.Slackbot.Id || await answers.Team.Member(user) is not { Deleted: false })
        {
            return PostError.UserNotFound;
        }

        if (state.Members.Contains(user))
        {
            return PostError.AlreadyInChannel;
        }

        return state.Members.Count >= IChannelGrain.MembersMax ? PostError.TooManyMembers : PostError.None;
    }

    private async Task<PostError> WhyNotKick(Caller caller, UserId user)
    {
        if (answers.WhyNotMember(caller) is { } error)
        {
            return error;
        }

        if (user == caller.User)
        {
            return PostError.CantKickSelf;
        }

        if (state.Info.IsGeneral)
        {
            return PostError.CantLeaveGeneral;
        }

        if (await answers.Role(caller.User) is not >= UserRole.Admin && state.Info.Creator != caller.User)
        {
            return PostError.RestrictedAction;
        }

        return state.Members.Contains(user) ? PostError.None : PostError.NotInChannel;
    }
}
