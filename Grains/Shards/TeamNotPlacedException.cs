using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Shards;

/// <summary>The main database knows no shard for the team.</summary>
/// <param name="team">The team.</param>
internal sealed class TeamNotPlacedException(TeamId team) : Exception($"Team {team} is placed on no shard.");
