using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>Writes a team.</summary>
internal static class TeamJson
{
    /// <summary>Gets all members.</summary>
    public static SlackShape Shape { get; } = new("team", "A team.",
    [
        "id: team_id", "name", "domain", "email_domain: text", "url", "date_created", new("icon: object", ["image_default: bool"]),
    ]);

    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter writer, TeamProfile team, Uri baseUrl)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, team.Id.Value);
        writer.WriteString("name"u8, team.Name);
        writer.WriteString("domain"u8, team.Domain);
        writer.WriteString("email_domain"u8, string.Empty);
        writer.WriteString("url"u8, baseUrl.AbsoluteUri);
        writer.WriteNumber("date_created"u8, team.CreatedTs / 1_000_000);
        writer.WriteStartObject("icon"u8);
        writer.WriteBoolean("image_default"u8, true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
