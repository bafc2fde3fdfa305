namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>Why a step of OAuth was refused.</summary>
public enum OAuthError
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>No app has that client id, or it was removed.</summary>
    InvalidClientId = 1,

    /// <summary>The client's secret is wrong.</summary>
    BadClientSecret = 2,

    /// <summary>The code never was, has expired, or is another app's.</summary>
    InvalidCode = 3,

    /// <summary>The code was used before.</summary>
    CodeAlreadyUsed = 4,

    /// <summary>The redirect URI is not one of the app's, or not that of the code.</summary>
    BadRedirectUri = 5,

    /// <summary>The caller is no admin.</summary>
    RestrictedAction = 6,

    /// <summary>The app may not have one of the scopes.</summary>
    InvalidScope = 7,

    /// <summary>The app has as many unused codes as it may.</summary>
    TooManyCodes = 8,

    /// <summary>No such app.</summary>
    NotFound = 9,
}
