using System.Globalization;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Presence;

/// <summary>A part of a team's members, whose presence one grain keeps: gateways report many members in one call.</summary>
/// <param name="Team">The team.</param>
/// <param name="Number">0 to <see cref="Count"/> - 1.</param>
public readonly record struct PresencePart(TeamId Team, int Number)
{
    /// <summary>How many parts a team has.</summary>
    public const int Count = 8;

    /// <summary>Gets the grain's key.</summary>
    public string GrainKey => string.Create(CultureInfo.InvariantCulture, $"{Team.Value}/{Number}");

    /// <summary>Finds the part of a member.</summary>
    public static PresencePart Of(TeamId team, UserId user)
    {
        // The same on every machine: string.GetHashCode is not.
        var hash = 0u;
        foreach (var c in user.Value)
        {
            hash = (hash * 31) + c;
        }

        return new PresencePart(team, (int)(hash % Count));
    }

    /// <summary>Reads the team of a grain's key.</summary>
    public static TeamId TeamOf(string grainKey)
    {
        ArgumentNullException.ThrowIfNull(grainKey);
        return new TeamId(grainKey[..grainKey.IndexOf('/', StringComparison.Ordinal)]);
    }
}
