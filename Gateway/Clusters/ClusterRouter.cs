using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Clusters;

/// <summary>The one place that picks the Orleans cluster of a team: the cluster of its home side.</summary>
internal sealed class ClusterRouter(IClusterClient cluster)
{
    /// <summary>Gets the cluster for what belongs to no team: accounts, operations.</summary>
    public IClusterClient Main => cluster;

    /// <summary>Gets a team's cluster. One datacenter has one cluster, so today every team's is the same.</summary>
    /// <param name="team">The team, from the caller's token.</param>
    public IClusterClient For(TeamId team)
    {
        _ = team;
        return cluster;
    }
}
