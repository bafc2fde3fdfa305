using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Presence;

/// <summary>Which grain keeps a member's presence: a few for each team, so that gateways report many members in one call.</summary>
public static class PresenceKey
{
    /// <summary>How many there are for each team.</summary>
    public const int Partitions = 8;

    /// <summary>Names the grain of a member.</summary>
    public static string Of(TeamId team, UserId user)
    {
        // The same on every machine: string.GetHashCode is not.
        var hash = 0u;
        foreach (var c in user.Value)
        {
            hash = (hash * 31) + c;
        }

        return $"{team.Value}/{hash % Partitions}";
    }
}
