namespace OrleansSocial.Benchmarks.Faults;

/// <summary>The end of a post over a socket.</summary>
/// <param name="Outcome">Lost when the socket ended or time ran out first.</param>
/// <param name="Ts">The ts, when it was stored.</param>
/// <param name="Why">The error's text.</param>
/// <param name="Code">The error's code; -1 means slow down.</param>
public sealed record RtmAck(ApiOutcome Outcome, string? Ts = null, string? Why = null, int Code = 0);
