using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>Writes a user group with every field that typed clients ask for.</summary>
internal static class GroupJson
{
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>Gets what the object has.</summary>
    public static SlackShape Shape { get; } = new("usergroup", "A user group.",
    [
        "id: text", "team_id", "is_usergroup", "is_subteam", "name", "description: text", "handle: text", "is_external", "date_create: int",
        "date_update: int", "date_delete: int", "auto_type: null", "auto_provision: bool", "enterprise_subteam_id: text", "created_by: user_id",
        "updated_by: user_id", "deleted_by: user_id | null", new("prefs: object", ["channels: channel_id[]", "groups: text[]"]),
        "users?: user_id[]", "user_count: int", "channel_count: int",
    ]);

    /// <summary>Writes an object.</summary>
    /// <param name="writer">Receives it as a value.</param>
    /// <param name="group">The group.</param>
    /// <param name="userCount">How many members it has.</param>
    /// <param name="team">Its team.</param>
    /// <param name="withUsers">Whether its members are listed.</param>
    public static void Write(Utf8JsonWriter writer, UserGroup group, int userCount, TeamId team, bool withUsers)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, group.Id.Value);
        writer.WriteString("team_id"u8, team.Value);
        writer.WriteBoolean("is_usergroup"u8, true);
        writer.WriteBoolean("is_subteam"u8, true);
        writer.WriteString("name"u8, group.Name);
        writer.WriteString("description"u8, group.Description);
        writer.WriteString("handle"u8, group.Handle);
        writer.WriteBoolean("is_external"u8, false);
        writer.WriteNumber("date_create"u8, group.CreatedTs / MicrosPerSecond);
        writer.WriteNumber("date_update"u8, group.UpdatedTs / MicrosPerSecond);
        writer.WriteNumber("date_delete"u8, group.DeletedTs / MicrosPerSecond);
        writer.WriteNull("auto_type"u8);
        writer.WriteBoolean("auto_provision"u8, false);
        writer.WriteString("enterprise_subteam_id"u8, string.Empty);
        writer.WriteString("created_by"u8, group.Creator.Value);
        writer.WriteString("updated_by"u8, group.Updater.Value);
        writer.WriteString("deleted_by"u8, group.Deleter?.Value);
        writer.WriteStartObject("prefs"u8);
        writer.WriteStringArray("channels"u8, group.Channels);
        writer.WriteStringArray("groups"u8, []);
        writer.WriteEndObject();
        if (withUsers)
        {
            writer.WriteStringArray("users"u8, group.Users);
        }

        writer.WriteNumber("user_count"u8, userCount);
        writer.WriteNumber("channel_count"u8, group.Channels.Length);
        writer.WriteEndObject();
    }

    /// <summary>The answer to a change of a group.</summary>
    public static SlackReply Reply(GroupResult result, TeamId team) => result is { Error: TeamError.None, Group: { } group }
        ? SlackReply.Ok(writer =>
        {
            writer.WritePropertyName("usergroup"u8);
            Write(writer, group, group.Users.Length, team, withUsers: true);
        })
        : SlackError.Reply(result.Error, result.RetryAfter);
}
