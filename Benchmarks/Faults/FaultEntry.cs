namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A fault as whoever caused it wrote it down.</summary>
/// <param name="T">Wall clock in milliseconds at which it struck.</param>
/// <param name="Kind">Its name, such as <c>kill-silo</c>.</param>
/// <param name="BackWithinMs">Writes on every channel must be back so long after it; null = not asked.</param>
/// <param name="RepeatMs">Clients without cursors may see again what was sent so long before it.</param>
public sealed record FaultEntry(double T, string Kind, double? BackWithinMs = null, double RepeatMs = 0)
{
    /// <summary>After a crash of a gateway: sessions of clients without cursors are saved every 5 s (design.md 5).</summary>
    public const double GatewayCrashRepeatMs = 5_000;

    /// <summary>After a cut line: the pong of what was read last may be lost with it.</summary>
    public const double CutRepeatMs = 1_000;
}
