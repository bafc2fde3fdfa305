namespace OrleansSocial.Grains.Interfaces.Teams;

/// <summary>A user group in a list.</summary>
/// <param name="Group">The group; without members unless they were asked for.</param>
/// <param name="UserCount">How many members it has.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.GroupView")]
public sealed record GroupView([property: Id(0)] UserGroup Group, [property: Id(1)] int UserCount);
