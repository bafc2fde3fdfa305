namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A message that is pinned to its channel.</summary>
/// <param name="Ts">The message.</param>
/// <param name="By">The user id of who pinned it.</param>
/// <param name="PinnedTs">When, microseconds since 1970.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.Pin")]
public sealed record Pin([property: Id(0)] long Ts, [property: Id(1)] string By, [property: Id(2)] long PinnedTs);
