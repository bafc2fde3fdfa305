namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Sets one member's reaction to a message: table <c>reaction</c>. The member is the row's author.</summary>
/// <param name="TargetTs">The message.</param>
/// <param name="Name">The emoji's name, at most 100 characters.</param>
/// <param name="Removed">True takes the reaction away.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ReactionSet")]
public sealed record ReactionSet([property: Id(0)] long TargetTs, [property: Id(1)] string Name, [property: Id(2)] bool Removed) : RowEffect;
