using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Sessions;

/// <summary>Session records of one team. Stateless: the table is the truth. Key: <c>T…</c>.</summary>
[GrainInterfaceType("orleanssocial.sessions"), Alias("orleanssocial.ISessionsGrain")]
public interface ISessionsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Opens a session for a start payload. Its cursors are the committed heads of the member's channels and of the member's and the team's chains,
    /// or, when the last session of this token lost its socket within 30 s and no other socket has claimed it, that session's cursors:
    /// clients that forget their ticket find their way back by this. A session whose gateway is dead has lost its socket. Beside a socket
    /// of the token that is open and has not read all, they are how far that one has certainly read: its line may be dead.
    /// </summary>
    /// <param name="user">The member.</param>
    /// <param name="tokenId">The token that opens it.</param>
    [Alias("Open")]
    Task<SessionRecord> Open(UserId user, string tokenId);

    /// <summary>Reads the committed heads of the member's channels and of the member's and the team's chains: where a session that begins now begins.</summary>
    /// <param name="user">The member.</param>
    [Alias("Heads")]
    Task<ImmutableDictionary<string, long>> Heads(UserId user);

    /// <summary>Claims a session for a socket; a socket that still has it is closed first, and its exact cursors are taken over.</summary>
    /// <param name="id">The ticket.</param>
    /// <param name="gateway">The gateway that has the socket.</param>
    [Alias("Claim")]
    Task<SessionClaim> Claim(string id, string gateway);

    /// <summary>Saves cursors and states; a record whose claim is older than the stored one changes nothing.</summary>
    /// <param name="sessions">At most 500.</param>
    /// <returns>The ids whose claim is lost: close their sockets.</returns>
    [Alias("Save")]
    Task<ImmutableArray<string>> Save(ImmutableArray<SessionRecord> sessions);
}
