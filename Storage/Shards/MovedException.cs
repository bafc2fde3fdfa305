using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Storage.Shards;

/// <summary>The route's epoch is closed; nothing was changed. Forget the route, look it up again and retry.</summary>
/// <param name="route">The route that is out of date.</param>
public sealed class MovedException(ShardRoute route) : Exception($"The epoch of {route} is closed.")
{
    /// <summary>Gets the route that is out of date.</summary>
    public ShardRoute Route { get; } = route;
}
