using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Silo.Database;

/// <summary>How this process uses its databases. Section <c>OrleansSocial:Storage</c>.</summary>
public sealed class StorageSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansSocial:Storage";

    /// <summary>Gets or sets how many shards pair 1 has, each a schema; it may grow, never shrink. Default: 4.</summary>
    [Range(1, 64)]
    public int ShardCount { get; set; } = 4;

    /// <summary>Gets or sets the most pooled connections of this process to the main database. Default: 12.</summary>
    [Range(1, 500)]
    public int MainConnectionsMax { get; set; } = 12;

    /// <summary>Gets or sets the most pooled connections of this process to an instance, shared evenly by its shards, at least 2 each. Default: 32.</summary>
    [Range(1, 500)]
    public int InstanceConnectionsMax { get; set; } = 32;
}
