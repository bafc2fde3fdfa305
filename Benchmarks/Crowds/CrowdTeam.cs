using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>One team of the crowd.</summary>
/// <param name="Number">From 0; stands in every text that is posted in it.</param>
/// <param name="Team">The team.</param>
internal sealed record CrowdTeam(int Number, ProductTeam Team)
{
    /// <summary>Gets its members.</summary>
    public List<CrowdMember> Members { get; } = [];

    /// <summary>Gets the mark that stands in the texts of a team and in no other's.</summary>
    public static string MarkOf(int number) => $"crowd-of-team-{number}-";
}
