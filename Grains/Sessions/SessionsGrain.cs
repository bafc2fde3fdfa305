using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansSocial.Grains.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Sessions;

/// <summary>Session records of one team. The table is the truth; a claim is one update that moves a number.</summary>
[GrainType("sessions")]
[StatelessWorker]
[Reentrant]
internal sealed class SessionsGrain(IGrainContext context, SessionServices services, IGrainFactory grains) : Grain, ISessionsGrain
{
    private static readonly TimeSpan SweepAge = TimeSpan.FromHours(1);

    // A member with more sockets than this at once may have to resync after a gateway's crash.
    private const int ResumeCandidatesMax = 10;

    private readonly TeamId _team = new(context.GrainId.Key.ToString()!);

    /// <inheritdoc/>
    public async Task<SessionRecord> Open(UserId user, string tokenId)
    {
        var now = Now();
        var route = await services.ShardMap.Find(_team, null, CancellationToken.None);
        var (resumed, unread) = await Resume(route, user, tokenId, now);
        if (resumed is not null)
        {
            return resumed;
        }

        var cursors = (await Heads(user)).SetItems(unread);
        var session = new SessionRecord(Secrets.Code(), _team, user, tokenId, "", 0, cursors, SessionState.Issued, now);
        await services.Sessions.Insert(route, session, now - Micros(SweepAge), CancellationToken.None);
        return session;
    }

    /// <inheritdoc/>
    public async Task<SessionClaim> Claim(string id, string gateway)
    {
        var route = await services.ShardMap.Find(_team, null, CancellationToken.None);
        if (await services.Sessions.Find(route, _team, id, CancellationToken.None) is not { } before)
        {
            return new SessionClaim(SessionError.NotFound, null, false);
        }

        // The client came back before its old socket was missed: that one knows best how far it got.
        if (before.State == SessionState.Open && await Directory.Release(before.Gateway, id, before.Claim) is { } cursors)
        {
            await services.Sessions.SaveReleased(route, _team, id, before.Claim, cursors, CancellationToken.None);
        }

        var now = Now();
        if (await services.Sessions.Claim(route, _team, id, gateway, now, CancellationToken.None) is not { } claimed)
        {
            return new SessionClaim(SessionError.NotFound, null, false);
        }

        // An open session is saved every few seconds; the others when they were issued or closed.
        var tooOld = now - claimed.SavedBefore > Micros(SessionRecord.ResumeWindow);
        return new SessionClaim(SessionError.None, tooOld ? claimed.Session with { Cursors = await Heads(claimed.Session.User) } : claimed.Session, tooOld);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> Save(ImmutableArray<SessionRecord> sessions)
    {
        var route = await services.ShardMap.Find(_team, null, CancellationToken.None);
        var saved = await services.Sessions.Save(route, _team, sessions, Now(), CancellationToken.None);
        return [.. sessions.Where(s => !saved.Contains(s.Id)).Select(s => s.Id)];
    }

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, long>> Heads(UserId user)
    {
        // Committed heads, not a clock: a message that was minted but not committed when the payload was made is newer than its head.
        // The member's own head is read before the channel list: a channel that is joined in between is an event after that head.
        var heads = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        var own = await services.ShardMap.Find(_team, null, CancellationToken.None);
        await AddHeads(heads, own, [_team.Value, user.Value]);

        var byRoute = new Dictionary<ShardRoute, List<string>>();
        foreach (var channel in await grains.GetGrain<IUserGrain>(ChainId.Of(_team, user).GrainKey).Channels())
        {
            var route = await services.ShardMap.Find(_team, channel.Channel, CancellationToken.None);
            if (!byRoute.TryGetValue(route, out var chains))
            {
                byRoute[route] = chains = [];
            }

            chains.Add(channel.Channel.Value);
        }

        foreach (var (route, chains) in byRoute)
        {
            await AddHeads(heads, route, [.. chains]);
        }

        return heads.ToImmutable();
    }

    private IGatewayDirectoryGrain Directory => grains.GetGrain<IGatewayDirectoryGrain>(0);

    // Only sessions of the same token: another device has read something else.
    private async Task<(SessionRecord? Resumed, ImmutableDictionary<string, long> Unread)> Resume(ShardRoute route, UserId user, string tokenId, long now)
    {
        var unread = ImmutableDictionary<string, long>.Empty;
        var lostAfter = now - Micros(SessionRecord.ResumeWindow);
        foreach (var lost in await services.Sessions.Recent(route, _team, user, tokenId, lostAfter, ResumeCandidatesMax, CancellationToken.None))
        {
            // Taken over by a start payload before, but its socket never came (the line was still cut): the client asks again.
            // A copy leaves that ticket good, should another device of the member hold it.
            if (lost.State == SessionState.Issued)
            {
                return (await services.Sessions.Copy(route, _team, lost.Id, Secrets.Code(), tokenId, now, CancellationToken.None), unread);
            }

            if (lost.State == SessionState.Open && await Directory.FindOpen(lost.Gateway, lost.Id) is { } open)
            {
                // Another socket of the client, or this client's own, over a line that was cut without a word: then what went into
                // it is all that is lost. Told again to the other one, it does no harm.
                unread = open.IsAllRead || unread.Count > 0 ? unread : open.Cursors;
            }
            else if (await services.Sessions.Take(route, _team, lost.Id, lost.Claim, tokenId, now, CancellationToken.None) is { } taken)
            {
                return (taken, unread);
            }
        }

        return (null, unread);
    }

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private long Now() => Micros(services.TimeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch);

    private async Task AddHeads(ImmutableDictionary<string, long>.Builder heads, ShardRoute route, string[] chains)
    {
        foreach (var (chain, head) in await services.Channels.Heads(route, _team, chains, CancellationToken.None))
        {
            heads[chain] = head;
        }
    }
}
