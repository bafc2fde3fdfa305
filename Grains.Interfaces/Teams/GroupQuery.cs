using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>A slice of a team's user groups.</summary>
/// <param name="IncludeDisabled">Whether disabled ones are wanted.</param>
/// <param name="IncludeUsers">Whether their members are wanted.</param>
/// <param name="After">The last id of the page before, or null.</param>
/// <param name="CountMax">1 to <see cref="ITeamGrain.GroupsMax"/>.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.GroupQuery")]
public sealed record GroupQuery(
    [property: Id(0)] bool IncludeDisabled, [property: Id(1)] bool IncludeUsers, [property: Id(2)] UserGroupId? After, [property: Id(3)] int CountMax);
