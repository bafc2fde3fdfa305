using System.Globalization;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>Finds the silo that holds the most channels, by its metrics page.</summary>
internal static class BusiestSilo
{
    private const string ChannelGrain = "ChannelGrain";

    /// <summary>The silo with the most channel grains.</summary>
    public static async Task<ClusterProcess> FindAsync(ClusterFixture cluster, CancellationToken cancellationToken)
    {
        var best = cluster.Silos[0];
        var most = -1.0;
        foreach (var silo in cluster.Silos)
        {
            await silo.ReadyAsync(cancellationToken);
            var channels = (await silo.MetricsAsync(cancellationToken)).Split('\n')
                .Where(l => l.StartsWith("orleans_grains", StringComparison.Ordinal) && l.Contains(ChannelGrain, StringComparison.Ordinal))
                .Sum(l => double.TryParse(l.Split(' ')[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var count) ? count : 0);
            if (channels > most)
            {
                (best, most) = (silo, channels);
            }
        }

        return best;
    }
}
