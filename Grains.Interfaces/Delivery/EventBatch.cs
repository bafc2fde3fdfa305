using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>What one silo's outbox sends to one gateway: events of many chains, or nothing (the heartbeat, each second).</summary>
/// <param name="Outbox">The outbox's id: silo and start; a new one means that the silo restarted.</param>
/// <param name="Offered">How many events were offered to the outbox up to the end of this batch, dropped ones included: last + Events.Length ≠ Offered is a hole.</param>
/// <param name="Events">The events, in chain order within each chain.</param>
/// <param name="Released">Chains whose activation on this silo ended: renew interest in them, they may be elsewhere.</param>
/// <param name="Closing">True in the last batch of a silo that stops: renew everything that came from it.</param>
/// <param name="Signals">What holds for a moment; not counted among the events, so that a lost one is no hole.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.EventBatch")]
public sealed record EventBatch(
    [property: Id(0)] string Outbox,
    [property: Id(1)] long Offered,
    [property: Id(2)] ImmutableArray<ChannelEvent> Events,
    [property: Id(3)] ImmutableArray<ChainId> Released,
    [property: Id(4)] bool Closing,
    [property: Id(5)] ImmutableArray<ChainSignal> Signals)
{
    /// <summary>The stream namespace of gateways: one stream per gateway, its id the gateway's.</summary>
    public const string StreamNamespace = "gateway";

    /// <summary>The name of the stream provider on silos and gateways.</summary>
    public const string StreamProvider = "delivery";

    /// <summary>The most events in one batch.</summary>
    public const int EventsMax = 500;

    /// <summary>The most signals in one batch.</summary>
    public const int SignalsMax = 500;
}
