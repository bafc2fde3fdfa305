using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Sessions;

/// <summary>How far one member's socket has got, so that any gateway can go on from there.</summary>
/// <param name="Id">Random, unguessable: it is the ticket of the WebSocket URL.</param>
/// <param name="Team">The team.</param>
/// <param name="User">The member.</param>
/// <param name="TokenId">The token that opened it; revoking that ends it.</param>
/// <param name="Gateway">The gateway that has, or had, the socket; empty before the first socket.</param>
/// <param name="Claim">Counts the sockets that took it; a lower claim's gateway closes its socket.</param>
/// <param name="Cursors">Per chain the event_ts up to which the socket was fed.</param>
/// <param name="State">Issued, open or closed.</param>
/// <param name="SavedAt">When it was saved, microseconds since 1970.</param>
/// <param name="Number">Counts the states of one claim: an older one never replaces a newer one.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.SessionRecord")]
public sealed record SessionRecord(
    [property: Id(0)] string Id,
    [property: Id(1)] TeamId Team,
    [property: Id(2)] UserId User,
    [property: Id(3)] string TokenId,
    [property: Id(4)] string Gateway,
    [property: Id(5)] int Claim,
    [property: Id(6)] ImmutableDictionary<string, long> Cursors,
    [property: Id(7)] SessionState State,
    [property: Id(8)] long SavedAt,
    [property: Id(9)] long Number = 0)
{
    /// <summary>How long after its loss a session can be resumed.</summary>
    public static readonly TimeSpan ResumeWindow = TimeSpan.FromSeconds(30);
}
