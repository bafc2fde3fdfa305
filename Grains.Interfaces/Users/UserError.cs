namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>Why a change of a member's settings was refused.</summary>
public enum UserError
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>More preferences, or longer ones together, than a member may have.</summary>
    TooManyPrefs = 1,

    /// <summary>There is no snooze to end.</summary>
    SnoozeNotActive = 2,

    /// <summary>The database refused the values.</summary>
    InvalidValue = 3,

    /// <summary>The shard's queue is full: 429.</summary>
    Busy = 4,

    /// <summary>Not known whether it was stored: 503, retry under the same key.</summary>
    Unavailable = 5,
}
