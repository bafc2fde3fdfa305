namespace OrleansSocial.Grains.Interfaces.Sessions;

/// <summary>The state of a session. Stored: never renumber.</summary>
public enum SessionState
{
    /// <summary>The start payload was given; no socket yet.</summary>
    Issued = 0,

    /// <summary>A socket is open at its gateway.</summary>
    Open = 1,

    /// <summary>The socket is gone.</summary>
    Closed = 2,
}
