using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>What the checker says of a run.</summary>
/// <param name="Ok">Whether no rule was broken.</param>
/// <param name="Figures">Counts and times; times in milliseconds.</param>
/// <param name="Broken">The rules that were broken.</param>
public sealed record Verdict(bool Ok, IReadOnlyDictionary<string, double> Figures, IReadOnlyList<Finding> Broken)
{
    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static Verdict Parse(string json) =>
        JsonSerializer.Deserialize<Verdict>(json, FaultJson.Pretty) ?? throw new InvalidDataException("the checker printed no verdict");

    /// <summary>The verdict as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FaultJson.Pretty);
}
