namespace OrleansSocial.Grains.Interfaces.Sessions;

/// <summary>The outcome of presenting a ticket.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Session">The session with its new claim.</param>
/// <param name="TooOld">True when it was lost over 30 s ago: start fresh at the heads and tell the client to resync.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.SessionClaim")]
public sealed record SessionClaim([property: Id(0)] SessionError Error, [property: Id(1)] SessionRecord? Session, [property: Id(2)] bool TooOld);
