using System.Collections.Immutable;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Users;

/// <summary>The threads that a member follows and how far they were read; one change after the other, changed only by the walk of stored rows.</summary>
internal sealed class ThreadFollows(EventChain chain, UserServices services)
{
    private readonly Dictionary<(ChannelId Channel, long ThreadTs), ThreadFollow> _follows = [];

    // The most recently changed last: the first one makes room for a new one.
    private readonly LinkedList<(ChannelId Channel, long ThreadTs)> _byChange = new();
    private readonly KeyedSequence<int> _inTurn = new();

    /// <summary>Takes what was read at activation.</summary>
    /// <param name="follows">The most recently changed first.</param>
    public void Load(IEnumerable<ThreadFollow> follows)
    {
        foreach (var follow in follows.Reverse())
        {
            Put(follow);
        }
    }

    /// <inheritdoc cref="IUserGrain.FollowThread"/>
    public Task Follow(ChannelId channel, long threadTs, long readTs, bool moves) => _inTurn.Run(0, async () =>
    {
        if (_follows.TryGetValue((channel, threadTs), out var before))
        {
            return moves && before.ReadTs < readTs ? await Append(EventKind.ThreadMarked, before with { ReadTs = readTs }) : 0;
        }

        var since = services.Chains.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        return await Append(EventKind.ThreadFollowed, new ThreadFollow(channel, threadTs, readTs, since));
    });

    /// <inheritdoc cref="IUserGrain.UnfollowThread"/>
    public Task Unfollow(ChannelId channel, long threadTs) => _inTurn.Run(0, async () =>
        _follows.TryGetValue((channel, threadTs), out var before) ? await Append(EventKind.ThreadUnfollowed, before) : 0);

    /// <inheritdoc cref="IUserGrain.MarkThread"/>
    public Task Mark(ChannelId channel, long threadTs, long readTs) => _inTurn.Run(0, async () =>
        _follows.TryGetValue((channel, threadTs), out var before) && before.ReadTs != readTs
            ? await Append(EventKind.ThreadMarked, before with { ReadTs = readTs })
            : 0);

    /// <inheritdoc cref="IUserGrain.FollowsOf"/>
    public ImmutableArray<ThreadFollow> Of(ChannelId channel, ImmutableArray<long> threads) =>
        [.. threads.Select(t => _follows.GetValueOrDefault((channel, t))).OfType<ThreadFollow>()];

    /// <inheritdoc cref="IUserGrain.UnreadThreads"/>
    public async Task<ImmutableArray<UnreadThread>> Unread(UserId user, Func<ChannelId, bool> isMine)
    {
        // By shard: a channel may be placed apart from its team.
        var byRoute = new Dictionary<ShardRoute, List<ThreadFollow>>();
        foreach (var follow in _follows.Values.Where(f => isMine(f.Channel)).ToList())
        {
            var route = await services.Chains.ShardMap.Find(chain.Id.Team, follow.Channel, CancellationToken.None);
            if (!byRoute.TryGetValue(route, out var there))
            {
                byRoute[route] = there = [];
            }

            there.Add(follow);
        }

        var unread = new List<UnreadThread>();
        foreach (var (route, follows) in byRoute)
        {
            unread.AddRange(await services.Threads.Unread(route, chain.Id.Team, user, follows, CancellationToken.None));
        }

        return [.. unread];
    }

    private async Task<long> Append(EventKind kind, ThreadFollow follow)
    {
        var isNew = kind == EventKind.ThreadFollowed;
        var pushedOut = isNew && _follows.Count >= IUserGrain.FollowsMax ? _follows[_byChange.First!.Value] : null;
        var result = await chain.Append(new NewRow(kind, Guid.CreateVersion7(), chain.Id.Id)
        {
            TargetTs = follow.ThreadTs,
            Extras = MessageExtras.Write(json =>
            {
                json.WriteString(EventExtras.Channel, follow.Channel.Value);
                json.WriteNumber(EventExtras.ThreadTs, follow.ThreadTs);
                json.WriteNumber(EventExtras.ReadTs, follow.ReadTs);
                json.WriteNumber(EventExtras.SinceTs, follow.SinceTs);
            }),
            Effects = _ => pushedOut is null
                ? [Set(follow, active: kind != EventKind.ThreadUnfollowed)]
                : [Set(follow, active: true), Set(pushedOut, active: false)],
            Apply = _ => Apply(kind, follow, pushedOut),
        });

        // These calls have no answer but done, and their caller tries again.
        return result.IsStored ? result.Ts : throw new ShardUnavailableException(result.RetryAfter);
    }

    private static ThreadFollowSet Set(ThreadFollow follow, bool active) =>
        new(follow.Channel, follow.ThreadTs, active, follow.ReadTs, follow.SinceTs);

    private void Apply(EventKind kind, ThreadFollow follow, ThreadFollow? pushedOut)
    {
        if (pushedOut is not null)
        {
            Drop(pushedOut);
        }

        if (kind == EventKind.ThreadUnfollowed)
        {
            Drop(follow);
        }
        else
        {
            Put(follow);
        }
    }

    private void Put(ThreadFollow follow)
    {
        Drop(follow);
        _follows[(follow.Channel, follow.ThreadTs)] = follow;
        _byChange.AddLast((follow.Channel, follow.ThreadTs));
    }

    private void Drop(ThreadFollow follow)
    {
        if (_follows.Remove((follow.Channel, follow.ThreadTs)))
        {
            _byChange.Remove((follow.Channel, follow.ThreadTs));
        }
    }
}
