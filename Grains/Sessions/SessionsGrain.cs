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

    private readonly TeamId _team = new(context.GrainId.Key.ToString()!);

    /// <inheritdoc/>
    public async Task<SessionRecord> Open(UserId user, string tokenId, ImmutableArray<string> liveGateways)
    {
        var now = Now();
        var route = await services.ShardMap.Find(_team, null, CancellationToken.None);
        var resumable = now - Micros(SessionRecord.ResumeWindow);
        if (await services.Sessions.TakeClosed(route, _team, user, tokenId, resumable, now, CancellationToken.None) is { } resumed)
        {
            return resumed;
        }

        var session = new SessionRecord(Secrets.Code(), _team, user, tokenId, "", 0, await Heads(user), SessionState.Issued, now);
        await services.Sessions.Insert(route, session, now - Micros(SweepAge), CancellationToken.None);
        return session;
    }

    /// <inheritdoc/>
    public async Task<SessionClaim> Claim(string id, string gateway)
    {
        var now = Now();
        var route = await services.ShardMap.Find(_team, null, CancellationToken.None);
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

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private long Now() => Micros(services.TimeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch);

    // Committed heads, not a clock: a message that was minted but not committed when the payload was made is newer than its head.
    // The member's own head is read before the channel list: a channel that is joined in between is an event after that head.
    private async Task<ImmutableDictionary<string, long>> Heads(UserId user)
    {
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

    private async Task AddHeads(ImmutableDictionary<string, long>.Builder heads, ShardRoute route, string[] chains)
    {
        foreach (var (chain, head) in await services.Channels.Heads(route, _team, chains, CancellationToken.None))
        {
            heads[chain] = head;
        }
    }
}
