namespace OrleansSocial.Gateway.Outbound;

/// <summary>Why a call to a URL of somebody else's brought no answer.</summary>
internal enum OutboundFailure
{
    /// <summary>It did.</summary>
    None = 0,

    /// <summary>The URL, or the address that its name resolves to, is not allowed: nothing was sent.</summary>
    NotAllowed = 1,

    /// <summary>No connection, or it ended early.</summary>
    ConnectionFailed = 2,

    /// <summary>The certificate, or the handshake.</summary>
    Tls = 3,

    /// <summary>Not answered in time, or not to the end.</summary>
    TimedOut = 4,

    /// <summary>The answer is too long.</summary>
    TooLong = 5,
}
