namespace OrleansSocial.Gateway.Sessions;

/// <summary>Why a socket ends.</summary>
internal enum SocketEnd
{
    /// <summary>It does not end.</summary>
    None = 0,

    /// <summary>The peer closed it, or is gone.</summary>
    PeerGone = 1,

    /// <summary>Its queue was full, or a frame waited too long.</summary>
    TooSlow = 2,

    /// <summary>A gap is too old to fill: start anew and read history.</summary>
    Resync = 3,

    /// <summary>The gateway stops.</summary>
    GatewayStops = 4,

    /// <summary>Another socket took the session over.</summary>
    Claimed = 5,

    /// <summary>The token was revoked.</summary>
    Revoked = 6,

    /// <summary>The client broke the rules of the protocol.</summary>
    Policy = 7,
}
