using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Grains.Shards;

/// <summary>Where chains are written, as far as this silo knows.</summary>
internal interface IShardMap
{
    /// <summary>Finds the route of a channel if it is placed apart, else its team's. Cached until it is forgotten.</summary>
    /// <param name="team">The team.</param>
    /// <param name="channel">The channel, or null for the chains of team and members.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TeamNotPlacedException">The team is placed nowhere.</exception>
    ValueTask<ShardRoute> Find(TeamId team, ChannelId? channel, CancellationToken cancellationToken);

    /// <summary>Drops a route that was answered with Moved, and every placement on its shard: the next look-up reads main.</summary>
    /// <param name="route">The route that is out of date.</param>
    void Forget(ShardRoute route);
}
