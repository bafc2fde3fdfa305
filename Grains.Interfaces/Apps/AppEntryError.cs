namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>Why a socket of an app was refused.</summary>
public enum AppEntryError
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The ticket was used, is too old, or never was; or the app was removed.</summary>
    NotFound = 1,

    /// <summary>The app has as many sockets as it may.</summary>
    TooManySockets = 2,
}
