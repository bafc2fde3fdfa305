namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Turns a message into a tombstone: text and extras go, ts and position stay. A reply also leaves its thread's count.</summary>
/// <param name="TargetTs">The message.</param>
/// <param name="ThreadTs">The thread that it was a reply in, or null.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MessageTombstone")]
public sealed record MessageTombstone([property: Id(0)] long TargetTs, [property: Id(1)] long? ThreadTs) : RowEffect;
