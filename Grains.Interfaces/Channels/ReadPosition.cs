namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>Where a ts stands in the channel's unread count.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Position">The position of the last counted message at or before the ts.</param>
/// <param name="MessageCount">The channel's count now.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ReadPosition")]
public sealed record ReadPosition([property: Id(0)] PostError Error, [property: Id(1)] long Position, [property: Id(2)] long MessageCount);
