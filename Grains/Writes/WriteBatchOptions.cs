using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Grains.Writes;

/// <summary>Bounds of the shard writers. Section <c>OrleansSocial:Writes</c>.</summary>
internal sealed class WriteBatchOptions
{
    /// <summary>The section's name below <c>OrleansSocial</c>.</summary>
    public const string Section = "Writes";

    /// <summary>Gets or sets how many connections a writer flushes on at the same time. Default: 2.</summary>
    [Range(1, 8)]
    public int Lanes { get; set; } = 2;

    /// <summary>Gets or sets the most rows of a flush. Default: 256.</summary>
    [Range(64, 256)]
    public int FlushRowsMax { get; set; } = 256;

    /// <summary>Gets or sets the most rows and effects of a flush together: what its transaction changes. Default: 500.</summary>
    [Range(320, 500)]
    public int FlushChangesMax { get; set; } = 500;

    /// <summary>Gets or sets the most bytes of a flush. Default: 1 MiB.</summary>
    [Range(65_536, 1_048_576)]
    public int FlushBytesMax { get; set; } = 1_048_576;

    /// <summary>Gets or sets the most rows that wait in a writer. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int QueueRowsMax { get; set; } = 10_000;

    /// <summary>Gets or sets the most bytes that wait in a writer. Default: 16 MiB.</summary>
    [Range(1_048_576, 1_073_741_824)]
    public long QueueBytesMax { get; set; } = 16_777_216;

    /// <summary>Gets or sets how long an append may stay unsettled. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan SettleMax { get; set; } = TimeSpan.FromSeconds(30);
}
