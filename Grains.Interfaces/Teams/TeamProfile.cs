using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>A team.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, at most 80 characters.</param>
/// <param name="Domain">Its short name: 2 to 40 of a-z, 0-9 and -; unique in the cluster.</param>
/// <param name="CreatedTs">When it was made, microseconds since 1970.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.TeamProfile")]
public sealed record TeamProfile([property: Id(0)] TeamId Id, [property: Id(1)] string Name, [property: Id(2)] string Domain, [property: Id(3)] long CreatedTs);
