namespace OrleansSocial.Grains.Interfaces.Sessions;

/// <summary>Why a ticket was refused.</summary>
public enum SessionError
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>No such session, or its token was revoked.</summary>
    NotFound = 1,

    /// <summary>The database does not answer.</summary>
    Unavailable = 2,
}
