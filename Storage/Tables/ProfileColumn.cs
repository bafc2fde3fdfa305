using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Storage.Tables;

/// <summary>The JSON of <c>team_member.profile</c>; a field that is not there is empty.</summary>
internal static class ProfileColumn
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the column; null, which leaves it as it is, for a member who never set anything.</summary>
    public static string? Write(ProfileDetails? details) => details is null ? null : JsonSerializer.Serialize(details, Options);

    /// <summary>Reads the column.</summary>
    public static ProfileDetails? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<ProfileDetails>(json, Options);
}
