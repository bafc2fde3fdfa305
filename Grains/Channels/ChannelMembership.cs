using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Channels;

/// <summary>Joins, leaves, invites, kicks and the topic of one channel: everything that writes its description.</summary>
/// <remarks>
/// These run one after the other, so that the member count and the description that a row carries are those it changes.
/// A membership is an event of the channel (the truth), then of the member's chain; both are stored before the caller is answered,
/// and a retry under the same key does the second step again.
/// </remarks>
internal sealed class ChannelMembership(EventChain chain, ChannelState state, ChannelServices services, IGrainFactory grains)
{
    private readonly KeyedSequence<int> _sequence = new();

    /// <summary>Joins the creator after the name has been reserved; idempotent.</summary>
    public Task<ChannelResult> Create(Caller caller, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        if (!state.Members.Contains(caller.User))
        {
            return await Add(caller, caller.User, inviter: null, dedupeKey);
        }

        await FinishIfStored(caller.User, added: true, dedupeKey);
        return View(caller, already: true);
    });

    /// <inheritdoc cref="IChannelGrain.Join"/>
    public Task<ChannelResult> Join(Caller caller, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        if (state.Members.Contains(caller.User))
        {
            await FinishIfStored(caller.User, added: true, dedupeKey);
            return View(caller, already: true);
        }

        PostError? error = state.Info switch
        {
            { IsPrivate: true } => PostError.ChannelNotFound,
            { IsArchived: true } => PostError.IsArchived,
            _ => state.Members.Count >= IChannelGrain.MembersMax ? PostError.TooManyMembers : null,
        };
        return error is { } e
            ? await RefuseUnlessStored(caller, caller.User, added: true, dedupeKey, e)
            : await Add(caller, caller.User, inviter: null, dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.Invite"/>
    public Task<ChannelResult> Invite(Caller caller, UserId user, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        var error = await WhyNotInvite(caller, user);
        return error != PostError.None
            ? await RefuseUnlessStored(caller, user, added: true, dedupeKey, error)
            : await Add(caller, user, caller.User, dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.Leave"/>
    public Task<ChannelResult> Leave(Caller caller, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        if (!state.Members.Contains(caller.User))
        {
            await FinishIfStored(caller.User, added: false, dedupeKey);
            return state.Info.IsPrivate ? Refused(PostError.ChannelNotFound) : View(caller, already: true);
        }

        if (state.Info.IsGeneral)
        {
            return Refused(PostError.CantLeaveGeneral);
        }

        return await Remove(caller, caller.User, EventKind.Leave, extras: null, dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.Kick"/>
    public Task<ChannelResult> Kick(Caller caller, UserId user, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        var error = await WhyNotKick(caller, user);
        return error != PostError.None
            ? await RefuseUnlessStored(caller, user, added: false, dedupeKey, error)
            : await Remove(caller, user, EventKind.Kick, MessageExtras.Of(EventExtras.User, user.Value), dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.SetTopic"/>
    public Task<ChannelResult> SetTopic(Caller caller, string topic, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        if (WhyNotMember(caller) is { } error)
        {
            return await StoredTs(dedupeKey) is null ? Refused(error) : View(caller, already: true);
        }

        var result = await chain.Append(new NewRow(EventKind.Topic, dedupeKey, caller.User.Value)
        {
            Body = topic,
            Effects = ts => [new ChannelSet(WithTopic(ts))],
            Apply = stored =>
            {
                state.Info = WithTopic(stored.EventTs);
                state.Apply(stored);
            },
        });
        return ResultOf(result, caller);

        ChannelInfo WithTopic(long ts) => state.Info with { Topic = topic, TopicBy = caller.User.Value, TopicTs = ts };
    });

    /// <summary>Describes the channel as the caller sees it; a private one does not exist for others.</summary>
    public ChannelResult Info(Caller caller) =>
        state.Info.IsPrivate && !state.Members.Contains(caller.User) ? Refused(PostError.ChannelNotFound) : View(caller, already: false);

    /// <inheritdoc cref="IChannelGrain.WhyNotTell"/>
    public PostError WhyNotTell(Caller caller, UserId user) =>
        WhyNotMember(caller) ?? (state.Members.Contains(user) ? PostError.None : PostError.UserNotInChannel);

    private static ChannelResult Refused(PostError error, TimeSpan retryAfter = default) => new(error, null, false, retryAfter);

    private ChannelResult View(Caller caller, bool already)
    {
        var info = state.Info with { MemberCount = state.Members.Count };
        return new(PostError.None, new ChannelView(info, state.Members.Contains(caller.User), chain.Head, chain.MessageCount), already, default);
    }

    private ChannelResult ResultOf(AppendResult result, Caller caller) => result.Status switch
    {
        AppendStatus.Stored or AppendStatus.Duplicate => View(caller, already: false),
        AppendStatus.Refused => Refused(PostError.InvalidText),
        AppendStatus.Busy => Refused(PostError.Busy, result.RetryAfter),
        AppendStatus.Unavailable => Refused(PostError.Unavailable, result.RetryAfter),
    };

    private async Task<ChannelResult> Add(Caller caller, UserId user, UserId? inviter, Guid dedupeKey)
    {
        var result = await chain.Append(new NewRow(EventKind.Join, dedupeKey, user.Value)
        {
            Extras = inviter is { } i ? MessageExtras.Of(EventExtras.Inviter, i.Value) : null,
            Effects = _ => [new ChannelMemberSet(user, inviter, Removed: false), new ChannelSet(state.Info with { MemberCount = state.Members.Count + 1 })],
            Apply = stored =>
            {
                state.Members.Add(user.Value);
                state.Apply(stored);
            },
        });
        if (result.IsStored)
        {
            await TellMember(user, added: true, result.Ts);
        }

        return ResultOf(result, caller);
    }

    private async Task<ChannelResult> Remove(Caller caller, UserId user, EventKind kind, string? extras, Guid dedupeKey)
    {
        var result = await chain.Append(new NewRow(kind, dedupeKey, caller.User.Value)
        {
            Extras = extras,
            Effects = _ => [new ChannelMemberSet(user, null, Removed: true), new ChannelSet(state.Info with { MemberCount = state.Members.Count - 1 })],
            Apply = stored =>
            {
                state.Members.Remove(user.Value);
                state.Apply(stored);
            },
        });
        if (result.IsStored)
        {
            await TellMember(user, added: false, result.Ts);
        }

        return ResultOf(result, caller);
    }

    private Task TellMember(UserId user, bool added, long ts)
    {
        var member = grains.GetGrain<IUserGrain>(ChainId.Of(chain.Id.Team, user).GrainKey);
        return added ? member.AddedToChannel(state.Info.Id, ts) : member.RemovedFromChannel(state.Info.Id, ts);
    }

    // The change may have been stored by an earlier try that was cut short before the member's own list was: the second step is
    // done again, unless the membership has changed since.
    private async Task<bool> FinishIfStored(UserId user, bool added, Guid dedupeKey)
    {
        if (await StoredTs(dedupeKey) is not { } ts)
        {
            return false;
        }

        if (state.Members.Contains(user) == added)
        {
            await TellMember(user, added, ts);
        }

        return true;
    }

    private async Task<ChannelResult> RefuseUnlessStored(Caller caller, UserId user, bool added, Guid dedupeKey, PostError error) =>
        await FinishIfStored(user, added, dedupeKey) ? View(caller, already: true) : Refused(error);

    private async Task<long?> StoredTs(Guid dedupeKey) =>
        (await services.Messages.FindStored(await chain.Route(), chain.Id, dedupeKey, CancellationToken.None))?.Ts;

    private PostError? WhyNotMember(Caller caller)
    {
        if (!state.Members.Contains(caller.User))
        {
            return state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel;
        }

        return state.Info.IsArchived ? PostError.IsArchived : null;
    }

    private async Task<PostError> WhyNotInvite(Caller caller, UserId user)
    {
        if (WhyNotMember(caller) is { } error)
        {
            return error;
        }

        if (user == caller.User)
        {
            return PostError.CantInviteSelf;
        }

        if (await grains.GetGrain<ITeamGrain>(chain.Id.Team.Value).Member(user) is not { Deleted: false })
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
        if (WhyNotMember(caller) is { } error)
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

        if (!state.Members.Contains(user))
        {
            return PostError.NotInChannel;
        }

        var role = (await grains.GetGrain<ITeamGrain>(chain.Id.Team.Value).Member(caller.User))?.Role;
        return role >= UserRole.Admin || state.Info.Creator == caller.User ? PostError.None : PostError.RestrictedAction;
    }
}
