namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>A member's role in the team, in ascending order of rights. Stored: never renumber.</summary>
public enum UserRole
{
    /// <summary>Only the channels that they were invited to.</summary>
    Guest = 0,

    /// <summary>The default.</summary>
    Member = 1,

    /// <summary>Manages members and channels.</summary>
    Admin = 2,

    /// <summary>Made the team; manages admins too.</summary>
    Owner = 3,
}
