namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A line of the senders' log.</summary>
/// <param name="T">Wall clock in milliseconds.</param>
/// <param name="Id">The post; its text begins with it.</param>
/// <param name="E">What happened, one of <see cref="SendEvent"/>.</param>
/// <param name="Channel">The channel, in the line of the start.</param>
/// <param name="User">The author, in the line of the start.</param>
/// <param name="Keyed">Whether retries carry the same client_msg_id, in the line of the start.</param>
/// <param name="Via">The address that an attempt went to; <c>rtm</c> before it for a socket.</param>
/// <param name="Ts">The message's ts, in the line of an ack.</param>
/// <param name="Why">Error word or exception of an attempt that brought no ack.</param>
public sealed record SendEntry(
    double T,
    string Id,
    SendEvent E,
    string? Channel = null,
    string? User = null,
    bool? Keyed = null,
    string? Via = null,
    string? Ts = null,
    string? Why = null);
