namespace OrleansSocial.Silo;

/// <summary>What this process is. Section <c>OrleansSocial</c>.</summary>
public sealed class SiloOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansSocial";

    /// <summary>Gets or sets the part that this process plays: <c>All</c>, <c>Silo</c> or <c>Gateway</c>. Default: All.</summary>
    public HostRole Role { get; set; } = HostRole.All;
}
