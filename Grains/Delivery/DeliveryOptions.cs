using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Grains.Delivery;

/// <summary>Settings of the delivery of events from silos to gateways: section <c>OrleansSocial:Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Delivery";

    /// <summary>Gets or sets how many events one outbox holds; beyond it events are dropped and repaired by the chain. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int OutboxEventsMax { get; set; } = 10_000;

    /// <summary>Gets or sets how many bytes of events one outbox holds. Default 8 MiB.</summary>
    [Range(1_024, 1_073_741_824)]
    public long OutboxBytesMax { get; set; } = 8 * 1024 * 1024;

    /// <summary>Gets or sets how many bytes of events one batch holds (a single larger event goes alone). Default 1 MiB.</summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int BatchBytesMax { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets the pause after which an outbox without events sends its heartbeat. Gateways take 3 s of silence for a loss. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:02")]
    public TimeSpan HeartbeatPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how long an outbox lives after the last event or renewal. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan OutboxLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the number of stream queues; the same on every silo. Default 4.</summary>
    [Range(1, 64)]
    public int QueueCount { get; set; } = 4;

    /// <summary>Gets or sets how many batches one stream queue holds before it refuses more. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int QueueBatchesMax { get; set; } = 1_000;

    /// <summary>Gets or sets how many batches of one gateway are kept for it; one that falls behind loses the oldest and repairs. Default 256.</summary>
    [Range(2, 10_000)]
    public int RingBatchesMax { get; set; } = 256;

    /// <summary>Gets or sets how many bytes of batches of one gateway are kept for it. Default 16 MiB.</summary>
    [Range(1_024, 1_073_741_824)]
    public long RingBytesMax { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets how many percent of the offered events are dropped by chance. A fault switch for tests; leave it at its default of 0.</summary>
    [Range(0, 100)]
    public int DropEventPercent { get; set; }
}
