namespace OrleansSocial.Tests.Gateway.Slack.Product.Roles;

/// <summary>Who calls, in the order of the reference's columns.</summary>
internal enum Role
{
    /// <summary>Nobody: no token.</summary>
    None,

    /// <summary>A member's token that was revoked.</summary>
    Revoked,

    /// <summary>A member who was deactivated.</summary>
    Deactivated,

    /// <summary>A guest, in the channels that the calls name.</summary>
    Guest,

    /// <summary>A member, in them.</summary>
    Member,

    /// <summary>An admin, in them.</summary>
    Admin,

    /// <summary>An owner, in them, who did not make them.</summary>
    Owner,

    /// <summary>An app's bot without any scope, in them.</summary>
    BotWithoutScope,

    /// <summary>An owner of another team.</summary>
    OtherTeam,

    /// <summary>A member who is not in the channels that the calls name, which are private.</summary>
    NonMember,

    /// <summary>A member who is not in the channels that the calls name, which are public.</summary>
    PasserBy,
}
