using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>The right to feed an app's sockets, and from where on.</summary>
/// <param name="Claim">Counts who had it; an older one saves nothing.</param>
/// <param name="Cursors">Per chain the event_ts up to which the app has acknowledged everything.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AppFeedClaim")]
public sealed record AppFeedClaim([property: Id(0)] long Claim, [property: Id(1)] ImmutableDictionary<string, long> Cursors);
