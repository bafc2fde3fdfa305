using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>The words for roles in our own methods.</summary>
internal static class RoleWords
{
    /// <summary>Gets all of them, for texts.</summary>
    public const string All = "guest, member, admin, owner";

    /// <summary>Reads a role, or null.</summary>
    public static UserRole? Parse(string? word) => word switch
    {
        "guest" => UserRole.Guest,
        "member" => UserRole.Member,
        "admin" => UserRole.Admin,
        "owner" => UserRole.Owner,
        _ => null,
    };

    /// <summary>Writes a role.</summary>
    public static string Of(UserRole role) => role switch
    {
        UserRole.Guest => "guest",
        UserRole.Member => "member",
        UserRole.Admin => "admin",
        UserRole.Owner => "owner",
    };
}
