using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Silo.Clustering;

/// <summary>This process in its Orleans cluster. Section <c>OrleansSocial:Cluster</c>.</summary>
public sealed class OrleansClusterOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansSocial:Cluster";

    /// <summary>Gets or sets how silos find each other: <c>Localhost</c> or <c>AdoNet</c>. Default: Localhost with the embedded database, AdoNet with connection strings.</summary>
    public ClusteringKind? Clustering { get; set; }

    /// <summary>Gets or sets the cluster's name: the same for all its silos and gateways, another one for each cluster in a database. Default: orleanssocial.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string ClusterId { get; set; } = "orleanssocial";

    /// <summary>Gets or sets the IP address at which other silos and gateways reach this one, and the only one it listens on: loopback or private. Default: 127.0.0.1.</summary>
    [Required]
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>Gets or sets the port between silos; 0 takes a free one. Default: 0.</summary>
    [Range(0, 65535)]
    public int SiloPort { get; set; }

    /// <summary>Gets or sets the port for gateways, which are Orleans clients; 0 takes a free one. Default: 0.</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; }

    /// <summary>Gets or sets the longest wait for one probe of another silo. Default: 700 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromMilliseconds(700);

    /// <summary>Gets or sets how many probes are missed before a silo is suspected. Default: 3.</summary>
    [Range(1, 20)]
    public int MissedProbesMax { get; set; } = 3;

    /// <summary>Gets or sets how many silos must suspect one before it is declared dead; 2 makes sense from four silos on. Default: 1.</summary>
    [Range(1, 10)]
    public int DeathVotes { get; set; } = 1;

    /// <summary>Gets or sets the longest wait for the answer of a grain; calls to a silo that dies hang so long. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long a grain that nobody calls stays in memory. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "1.00:00:00")]
    public TimeSpan IdleGrainAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets or sets how long a starting gateway tries to reach a first silo. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ConnectFor { get; set; } = TimeSpan.FromMinutes(1);
}
