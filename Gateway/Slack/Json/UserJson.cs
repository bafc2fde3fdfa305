using System.Globalization;
using System.Text.Json;
using OrleansSocial.Gateway.Photos;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>Writes a member with every field that typed clients ask for.</summary>
internal static class UserJson
{
    /// <summary>The fields of a profile that has a picture; without one there is an empty avatar_hash alone.</summary>
    public static readonly IReadOnlyList<SlackField> PhotoFields =
    [
        "avatar_hash: text", "is_custom_image?", new("image_original?: text", "The largest size: what was sent is not kept."),
        .. MemberPhoto.Sizes.Select(s => new SlackField($"image_{s}?: text")),
    ];

    /// <summary>Gets all members of a profile.</summary>
    public static SlackShape Profile { get; } = new("profile", "How a user presents themselves.",
    [
        "title", "phone: text", "skype: text", "pronouns: text", "real_name", "real_name_normalized: text",
        new("first_name: text", "real_name up to its first blank."), new("last_name: text", "What follows the first blank of real_name."),
        "display_name", "display_name_normalized: text", new("fields: object", "Custom fields: none."),
        "status_text: text", "status_text_canonical: text", "status_emoji: text",
        new("status_expiration: int", "When the status ends, in seconds since 1970; 0 for never."),
        .. PhotoFields, "bot_id?", "email?", "team: team_id",
    ]);

    /// <summary>Gets all members of a user.</summary>
    public static SlackShape Shape { get; } = new("user", "A member of a team, person or bot.",
    [
        "id: user_id", "team_id", "name", "deleted", "color: text", "real_name", "tz", "tz_label", "tz_offset", "profile", "is_admin", "is_owner",
        "is_primary_owner", "is_restricted", "is_ultra_restricted", "is_bot", "is_app_user", "has_2fa", "updated",
    ]);

    /// <summary>Writes an object.</summary>
    /// <param name="writer">Receives it as a value.</param>
    /// <param name="user">The member.</param>
    /// <param name="team">Their team.</param>
    /// <param name="baseUrl">What the URLs of pictures begin with.</param>
    public static void Write(Utf8JsonWriter writer, UserProfile user, TeamId team, Uri baseUrl)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, user.Id.Value);
        writer.WriteString("team_id"u8, team.Value);
        writer.WriteString("name"u8, user.Name);
        writer.WriteBoolean("deleted"u8, user.Deleted);
        writer.WriteString("color"u8, "9f69e7");
        writer.WriteString("real_name"u8, user.RealName);
        writer.WriteString("tz"u8, "Etc/UTC");
        writer.WriteString("tz_label"u8, "Coordinated Universal Time");
        writer.WriteNumber("tz_offset"u8, 0);
        writer.WritePropertyName("profile"u8);
        WriteProfile(writer, user, team, baseUrl);
        writer.WriteBoolean("is_admin"u8, user.Role >= UserRole.Admin);
        writer.WriteBoolean("is_owner"u8, user.Role == UserRole.Owner);
        writer.WriteBoolean("is_primary_owner"u8, user.IsPrimaryOwner);
        writer.WriteBoolean("is_restricted"u8, user.Role == UserRole.Guest);
        writer.WriteBoolean("is_ultra_restricted"u8, false);
        writer.WriteBoolean("is_bot"u8, user.BotId is not null);
        writer.WriteBoolean("is_app_user"u8, false);
        writer.WriteBoolean("has_2fa"u8, false);
        writer.WriteNumber("updated"u8, user.UpdatedTs / 1_000_000);
        writer.WriteEndObject();
    }

    /// <summary>Writes a member's profile as a value; parameters as those of <see cref="Write"/>.</summary>
    public static void WriteProfile(Utf8JsonWriter writer, UserProfile user, TeamId team, Uri baseUrl)
    {
        var details = user.Details ?? ProfileDetails.Empty;
        var displayName = details.DisplayName.Length > 0 ? details.DisplayName : user.Name;
        var (first, last) = Names(user.RealName);
        writer.WriteStartObject();
        writer.WriteString("title"u8, details.Title);
        writer.WriteString("phone"u8, details.Phone);
        writer.WriteString("skype"u8, details.Skype);
        writer.WriteString("pronouns"u8, details.Pronouns);
        writer.WriteString("real_name"u8, user.RealName);
        writer.WriteString("real_name_normalized"u8, user.RealName);
        writer.WriteString("first_name"u8, first);
        writer.WriteString("last_name"u8, last);
        writer.WriteString("display_name"u8, displayName);
        writer.WriteString("display_name_normalized"u8, displayName);
        writer.WriteStartObject("fields"u8);
        writer.WriteEndObject();
        writer.WriteString("status_text"u8, details.StatusText);
        writer.WriteString("status_text_canonical"u8, string.Empty);
        writer.WriteString("status_emoji"u8, details.StatusEmoji);
        writer.WriteNumber("status_expiration"u8, details.StatusExpiration);
        WritePhoto(writer, user, team, baseUrl);
        if (user.BotId is { } bot)
        {
            writer.WriteString("bot_id"u8, bot);
        }
        else
        {
            writer.WriteString("email"u8, user.Email);
        }

        writer.WriteString("team"u8, team.Value);
        writer.WriteEndObject();
    }

    /// <summary>Writes the fields of a member's picture into an object.</summary>
    public static void WritePhoto(Utf8JsonWriter writer, UserProfile user, TeamId team, Uri baseUrl)
    {
        var hash = user.Details?.PhotoHash ?? string.Empty;
        writer.WriteString("avatar_hash"u8, hash);
        if (hash.Length == 0)
        {
            return;
        }

        writer.WriteBoolean("is_custom_image"u8, true);
        writer.WriteString("image_original"u8, PhotoUrl.Of(baseUrl, team, user.Id, hash, MemberPhoto.Sizes[^1]));
        foreach (var size in MemberPhoto.Sizes)
        {
            writer.WriteString(string.Create(CultureInfo.InvariantCulture, $"image_{size}"), PhotoUrl.Of(baseUrl, team, user.Id, hash, size));
        }
    }

    /// <summary>Splits a full name at its first blank, as Slack shows its two parts.</summary>
    public static (string First, string Last) Names(string realName)
    {
        var blank = realName.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? (realName, string.Empty) : (realName[..blank], realName[(blank + 1)..].TrimStart());
    }
}
