using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Sessions;

/// <summary>A socket that is open at a gateway, as far as that can be known: a line that was cut silently is, too, for a while.</summary>
/// <param name="IsAllRead">Whether its client has read all that was sent.</param>
/// <param name="Cursors">Per chain the event_ts up to which its client has certainly read.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.OpenSocket")]
public sealed record OpenSocket([property: Id(0)] bool IsAllRead, [property: Id(1)] ImmutableDictionary<string, long> Cursors);
