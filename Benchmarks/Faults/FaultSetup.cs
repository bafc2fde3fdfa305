using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>The two teams of a cluster under test; reused by every run on that cluster.</summary>
/// <param name="Main">The team that is watched.</param>
/// <param name="Canary">The team whose texts must show up nowhere else.</param>
/// <param name="CanaryMark">A random word that is in every text, name and topic of the canary team.</param>
public sealed record FaultSetup(FaultTeam Main, FaultTeam Canary, string CanaryMark)
{
    /// <summary>Reads a setup that <see cref="Save"/> wrote.</summary>
    public static FaultSetup Load(string path) =>
        JsonSerializer.Deserialize<FaultSetup>(File.ReadAllText(path), FaultJson.Pretty)
            ?? throw new InvalidDataException($"{path} holds no setup");

    /// <summary>Writes the setup where later runs find it.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, FaultJson.Pretty));
}
