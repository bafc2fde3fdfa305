namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>The state of a token.</summary>
public enum TokenState
{
    /// <summary>Good.</summary>
    Good = 0,

    /// <summary>Never minted here.</summary>
    Unknown = 1,

    /// <summary>Revoked.</summary>
    Revoked = 2,

    /// <summary>Revoked, and its member is kept out.</summary>
    Inactive = 3,
}
