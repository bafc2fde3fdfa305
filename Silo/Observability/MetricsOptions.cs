namespace OrleansSocial.Silo.Observability;

/// <summary>Who may read <c>/metrics</c>. Section <c>OrleansSocial:Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansSocial:Metrics";

    /// <summary>Gets or sets whether callers from other machines may read <c>/metrics</c>. Default: false, loopback alone.</summary>
    public bool RemoteAllowed { get; set; }
}
