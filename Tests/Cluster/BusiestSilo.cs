using System.Globalization;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Cluster;

/// <summary>Finds the silo that holds the most channels, by its metrics page.</summary>
internal static class BusiestSilo
{
    private const string Created = "orleans_catalog_activation_created";
    private const string Ended = "orleans_catalog_activation_shutdown";
    private const string ChannelGrain = "grain_type=\"channel\"";

    /// <summary>The silo with the most channel grains.</summary>
    public static async Task<ClusterProcess> FindAsync(ClusterFixture cluster, CancellationToken cancellationToken)
    {
        var best = cluster.Silos[0];
        var most = -1.0;
        foreach (var silo in cluster.Silos)
        {
            var channels = await ChannelsAsync(silo, cancellationToken);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{silo.Name} holds {channels} channels"));
            if (channels > most)
            {
                (best, most) = (silo, channels);
            }
        }

        return best;
    }

    private static async Task<double> ChannelsAsync(ClusterProcess silo, CancellationToken cancellationToken)
    {
        await silo.ReadyAsync(cancellationToken);
        var channels = 0.0;
        foreach (var line in (await silo.MetricsAsync(cancellationToken)).Split('\n').Where(l => l.Contains(ChannelGrain, StringComparison.Ordinal)))
        {
            var value = double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
            channels += line.StartsWith(Created, StringComparison.Ordinal) ? value : line.StartsWith(Ended, StringComparison.Ordinal) ? -value : 0;
        }

        return channels;
    }
}
