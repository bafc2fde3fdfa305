namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>The answer to a renewal.</summary>
/// <param name="Exists">False when the team has no such chain.</param>
/// <param name="Head">The event_ts of the newest committed event; 0 for an empty chain.</param>
/// <param name="Outbox">The id of the outbox that carries this chain's events to the gateway.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChainInterest")]
public sealed record ChainInterest([property: Id(0)] bool Exists, [property: Id(1)] long Head, [property: Id(2)] string Outbox);
