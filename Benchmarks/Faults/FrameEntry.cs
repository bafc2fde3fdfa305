namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A line of a socket's log.</summary>
/// <param name="T">Wall clock in milliseconds.</param>
/// <param name="C">The number of the connection, counted from 1.</param>
/// <param name="E">What happened, one of <see cref="FrameEvent"/>.</param>
/// <param name="D">The frame as it came, or the reason of a loss, or a message fetched by history.</param>
/// <param name="Channel">The channel of a message fetched by history.</param>
public sealed record FrameEntry(double T, int C, FrameEvent E, string? D = null, string? Channel = null);
