namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Adds a reply to its thread's summary: table <c>thread</c>.</summary>
/// <param name="ThreadTs">The parent.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ThreadReply")]
public sealed record ThreadReply([property: Id(0)] long ThreadTs) : RowEffect;
