using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Channels;

/// <summary>What the operations of one channel answer, and what they ask of the team.</summary>
internal sealed class ChannelAnswers(EventChain chain, ChannelState state, ChannelServices services, IGrainFactory grains)
{
    /// <summary>Gets the channel's team.</summary>
    public ITeamGrain Team => grains.GetGrain<ITeamGrain>(chain.Id.Team.Value);

    /// <summary>A refusal.</summary>
    public static ChannelResult Refused(PostError error, TimeSpan retryAfter = default) => new(error, null, false, retryAfter);

    /// <summary>The channel as the caller sees it.</summary>
    public ChannelResult View(Caller caller, bool already)
    {
        var info = state.Info with { MemberCount = state.Members.Count };
        var view = new ChannelView(info, state.Members.Contains(caller.User), chain.Head, chain.MessageCount, [.. state.Others(caller.User)]);
        return new(PostError.None, view, already, default);
    }

    /// <summary>The first answer once more, without the channel: for whoever may not see the channel any more.</summary>
    public static ChannelResult Gone { get; } = new(PostError.None, null, true, default);

    /// <summary>What a repeat gets: the channel as it is now, or the other answer if the caller may not see it any more.</summary>
    public async Task<ChannelResult> Again(Caller caller, ChannelResult unseen) =>
        await IsVisible(caller) ? View(caller, already: true) : unseen;

    /// <summary>Tells whether the channel exists for somebody: a private one does for its members, a public one for all but guests.</summary>
    public async Task<bool> IsVisible(Caller caller) =>
        state.Members.Contains(caller.User) || (!state.Info.IsPrivate && await Role(caller.User) is >= UserRole.Member);

    /// <summary>The outcome of a change.</summary>
    public ChannelResult Of(AppendResult result, Caller caller) => result.Status switch
    {
        AppendStatus.Stored or AppendStatus.Duplicate => View(caller, already: false),
        AppendStatus.Refused => Refused(PostError.InvalidText),
        AppendStatus.Busy => Refused(PostError.Busy, result.RetryAfter),
        AppendStatus.Unavailable => Refused(PostError.Unavailable, result.RetryAfter),
    };

    /// <summary>Finds where a change was stored by an earlier try, or null.</summary>
    public async Task<(long Ts, long Position)?> Stored(Guid dedupeKey) =>
        await services.Messages.FindStored(await chain.Route(), chain.Id, dedupeKey, CancellationToken.None);

    /// <summary>Reads how somebody's membership was changed last, or null.</summary>
    public async Task<MembershipRow?> Membership(UserId user) =>
        (await services.Channels.Memberships(await chain.Route(), chain.Id.Team, state.Info.Id, user, 0, 1, CancellationToken.None)).FirstOrDefault();

    /// <summary>Reads the memberships that were changed since a moment, newest first.</summary>
    public async Task<List<MembershipRow>> MembershipsSince(TimeSpan ago, int countMax) =>
        await services.Channels.Memberships(
            await chain.Route(), chain.Id.Team, state.Info.Id, null, (services.Chains.TimeProvider.GetUtcNow() - ago - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, countMax, CancellationToken.None);

    /// <summary>Asks the team for a member's role; null when there is none, or they were deactivated.</summary>
    public async Task<UserRole?> Role(UserId user) => await Team.Member(user) is { Deleted: false } member ? member.Role : null;

    /// <summary>Tells whether somebody may change the channel as its members do; null when they may.</summary>
    public PostError? WhyNotMember(Caller caller)
    {
        if (!state.Members.Contains(caller.User))
        {
            return state.Info.IsPrivate ? PostError.ChannelNotFound : PostError.NotInChannel;
        }

        return state.Info.IsArchived ? PostError.IsArchived : null;
    }
}
