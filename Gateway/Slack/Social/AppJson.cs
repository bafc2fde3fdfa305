using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>An app in answers; never its secrets.</summary>
internal static class AppJson
{
    /// <summary>Gets all members.</summary>
    public static SlackShape Shape { get; } = new("app", "An app of a team.",
    [
        "id: app_id", "name", "bot_id", new("user_id", "The user of the app's bot."), "created_by: user_id", "created", "scopes: text[]", "events: text[]",
        new("request_url?: text", "Where it is served over HTTP; without it in Socket Mode."), "request_url_state: 'none' | 'active' | 'failing' | 'disabled'",
        new("request_url_fault?: text", "What failed last."),
    ]);

    /// <summary>Writes an app.</summary>
    public static void Write(Utf8JsonWriter writer, AppInfo app)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, app.Id);
        writer.WriteString("name"u8, app.Name);
        writer.WriteString("bot_id"u8, app.BotId);
        writer.WriteString("user_id"u8, app.User.Value);
        writer.WriteString("created_by"u8, app.CreatedBy.Value);
        writer.WriteNumber("created"u8, app.CreatedTs / 1_000_000);
        writer.WriteStartArray("scopes"u8);
        foreach (var scope in app.Scopes)
        {
            writer.WriteStringValue(scope);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("events"u8);
        foreach (var name in app.Events)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        if (app.RequestUrl is not null)
        {
            writer.WriteString("request_url"u8, app.RequestUrl);
        }

        writer.WriteString("request_url_state"u8, app.RequestState switch
        {
            RequestUrlState.None => "none",
            RequestUrlState.Active => "active",
            RequestUrlState.Failing => "failing",
            RequestUrlState.Disabled => "disabled",
        });
        if (app.RequestFault is not null)
        {
            writer.WriteString("request_url_fault"u8, app.RequestFault);
        }

        writer.WriteEndObject();
    }
}
