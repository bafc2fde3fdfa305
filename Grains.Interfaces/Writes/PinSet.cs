namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Pins a message to its channel, or takes it off: table <c>pin</c>. Who does it is the row's author.</summary>
/// <param name="TargetTs">The message.</param>
/// <param name="Removed">True takes it off.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.PinSet")]
public sealed record PinSet([property: Id(0)] long TargetTs, [property: Id(1)] bool Removed) : RowEffect;
