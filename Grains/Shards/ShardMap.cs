using System.Collections.Concurrent;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Grains.Shards;

/// <summary>The silo's copy of the map. It may be old: the fence refuses what was sent by an old route, and the caller forgets it.</summary>
/// <param name="routes">The map in the main database.</param>
internal sealed class ShardMap(ShardRoutes routes) : IShardMap
{
    /// <summary>The most routes that are kept; beyond it all are dropped and read again as they are needed.</summary>
    public const int RoutesMax = 100_000;

    private readonly ConcurrentDictionary<(TeamId Team, ChannelId? Channel), ShardRoute> _routes = new();

    // The first epoch of each group that was not answered with Moved, at most what main said after that.
    private readonly ConcurrentDictionary<(short Shard, short Group), int> _epochs = new();

    /// <inheritdoc/>
    public ValueTask<ShardRoute> Find(TeamId team, ChannelId? channel, CancellationToken cancellationToken) =>
        _routes.TryGetValue((team, channel), out var route) && route.Epoch >= _epochs.GetValueOrDefault((route.Shard, route.Group))
            ? ValueTask.FromResult(route)
            : LoadAsync(team, channel, cancellationToken);

    /// <inheritdoc/>
    public void Forget(ShardRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        _epochs.AddOrUpdate(
            (route.Shard, route.Group),
            static (_, epoch) => epoch,
            static (_, known, epoch) => Math.Max(known, epoch),
            route.Epoch + 1);
    }

    private async ValueTask<ShardRoute> LoadAsync(TeamId team, ChannelId? channel, CancellationToken cancellationToken)
    {
        var route = await routes.FindAsync(team, channel, cancellationToken) ?? throw new TeamNotPlacedException(team);
        if (_routes.Count >= RoutesMax)
        {
            _routes.Clear();
        }

        // Main's word counts: a route that was forgotten because its fence was behind was the newest. Expecting a later epoch than there is,
        // every call would ask main.
        var group = (route.Shard, route.Group);
        if (_epochs.TryGetValue(group, out var expected) && expected > route.Epoch)
        {
            _epochs.TryUpdate(group, route.Epoch, expected);
        }

        _routes[(team, channel)] = route;
        return route;
    }
}
