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
        state.Members.Contains(caller.User)
            ? View(caller, already: true)
            : await Add(caller, caller.User, inviter: null, dedupeKey));

    /// <inheritdoc cref="IChannelGrain.Join"/>
    public Task<ChannelResult> Join(Caller caller, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        if (state.Members.Contains(caller.User))
        {
            await RepairUserChannel(caller.User, added: true, dedupeKey);
            return View(caller, already: true);
        }

        PostError? error = state.Info switch
        {
            { IsPrivate: true } => PostError.ChannelNotFound,
            { IsArchived: true } => PostError.IsArchived,
            _ => state.Members.Count >= IChannelGrain.MembersMax ? PostError.TooManyMembers : null,
        };
        return error is { } e ? await RefuseUnlessStored(caller, dedupeKey, e) : await Add(caller, caller.User, inviter: null, dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.Invite"/>
    public Task<ChannelResult> Invite(Caller caller, UserId user, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        var error = await WhyNotInvite(caller, user);
        return error != PostError.None ? await RefuseUnlessStored(caller, dedupeKey, error) : await Add(caller, user, caller.User, dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.Leave"/>
    public Task<ChannelResult> Leave(Caller caller, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        if (!state.Members.Contains(caller.User))
        {
            await RepairUserChannel(caller.User, added: false, dedupeKey);
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
            ? await RefuseUnlessStored(caller, dedupeKey, error)
            : await Remove(caller, user, EventKind.Kick, MessageExtras.Of(EventExtras.User, user.Value), dedupeKey);
    });

    /// <inheritdoc cref="IChannelGrain.SetTopic"/>
    public Task<ChannelResult> SetTopic(Caller caller, string topic, Guid dedupeKey) => _sequence.Run(0, async () =>
    {
        if (WhyNotMember(caller) is { } error)
        {
            return await RefuseUnlessStored(caller, dedupeKey, error);
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
            await grains.GetGrain<IUserGrain>(ChainId.Of(chain.Id.Team, user).GrainKey).AddedToChannel(state.Info.Id, result.Ts);
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
            await grains.GetGrain<IUserGrain>(ChainId.Of(chain.Id.Team, user).GrainKey).RemovedFromChannel(state.Info.Id, result.Ts);
        }

        return ResultOf(result, caller);
    }

    // The membership was stored by an earlier try that was cut short: the member's own list may lack it.
    private async Task RepairUserChannel(UserId user, bool added, Guid dedupeKey)
    {
        var route = await chain.Route();
        if (await services.Messages.FindStored(route, chain.Id, dedupeKey, CancellationToken.None) is not { } stored)
        {
            return;
        }

        var grain = grains.GetGrain<IUserGrain>(ChainId.Of(chain.Id.Team, user).GrainKey);
        await (added ? grain.AddedToChannel(state.Info.Id, stored.Ts) : grain.RemovedFromChannel(state.Info.Id, stored.Ts));
    }

    private async Task<ChannelResult> RefuseUnlessStored(Caller caller, Guid dedupeKey, PostError error) =>
        await services.Messages.FindStored(await chain.Route(), chain.Id, dedupeKey, CancellationToken.None) is null
            ? Refused(error)
            : View(caller, already: true);

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
