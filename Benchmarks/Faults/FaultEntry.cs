namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A fault as whoever caused it wrote it down.</summary>
/// <param name="T">Wall clock in milliseconds at which it struck.</param>
/// <param name="Kind">Its name, such as <c>kill-silo</c>.</param>
/// <param name="BackWithinMs">Writes on every channel must be back so long after it; null = not asked.</param>
/// <param name="GatewayCrash">Clients without cursors may see again what was sent in the last 5 s.</param>
public sealed record FaultEntry(double T, string Kind, double? BackWithinMs = null, bool GatewayCrash = false);
