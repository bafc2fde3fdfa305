namespace OrleansSocial.Benchmarks.Reporting;

/// <summary>The product against a yardstick.</summary>
/// <param name="What">What is compared.</param>
/// <param name="Ours">The product's figure.</param>
/// <param name="Yardstick">What it is compared with, and its figure.</param>
/// <param name="Value">Ours divided by the yardstick's.</param>
/// <param name="Target">What it has to reach; null if it is for information.</param>
internal sealed record Ratio(string What, double Ours, string Yardstick, double? Value, double? Target)
{
    /// <summary>Gets a value indicating whether the target was reached; null without one.</summary>
    public bool? Reached => Target is null || Value is null ? null : Value >= Target;

    /// <summary>Makes the row of a bound. Turned round, so that more is better and 1 is the target here as in the other rows.</summary>
    public static Ratio AtMost(string what, double ours, double most) =>
        new(what, ours, FormattableString.Invariant($"at most {most}"), Math.Round(most / Math.Max(ours, 0.001), 2), 1);
}
