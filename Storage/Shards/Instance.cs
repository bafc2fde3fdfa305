using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Storage.Shards;

/// <summary>One PostgreSQL instance that holds shards: a side of a pair.</summary>
/// <param name="Pair">The pair, 1 or more.</param>
/// <param name="Side">The side.</param>
public readonly record struct Instance(short Pair, MasterSide Side)
{
    /// <summary>The instance that takes a route's writes.</summary>
    public static Instance Of(ShardRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return new(route.Pair, route.Side);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Pair}/{Side}";
}
