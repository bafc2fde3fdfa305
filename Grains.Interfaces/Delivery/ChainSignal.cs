using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>Something that holds for a moment: typing, presence. Not stored, not repaired, dropped where there is no room.</summary>
/// <param name="Chain">The channel, or the member for presence.</param>
/// <param name="Kind">What.</param>
/// <param name="User">Who.</param>
/// <param name="ThreadTs">Typing in a thread: its parent.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChainSignal")]
public sealed record ChainSignal(
    [property: Id(0)] ChainId Chain, [property: Id(1)] SignalKind Kind, [property: Id(2)] string User, [property: Id(3)] long? ThreadTs = null);
