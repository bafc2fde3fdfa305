using System.Text.Json;
using OrleansSocial.Gateway.Slack.Rtm;
using OrleansSocial.Gateway.Slack.Social;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>Makes the payloads of events, as far as the app wants them, out of the frames that members' sockets get.</summary>
internal static class AppEvents
{
    private const string Message = "message";
    private const string Mention = "app_mention";

    /// <summary>Lists the payloads of one frame: none, one, or a message and its mention of the app.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(AppInfo app, string chain, ReadOnlyMemory<byte> text)
    {
        var frame = JsonElement.Parse(text.Span);
        if (Text(frame, "type") is not { } type || !MessageTs.TryParse(Text(frame, "event_ts"), out var ts))
        {
            yield break;
        }

        var isMessage = string.Equals(type, Message, StringComparison.Ordinal);

        // A message without the conversation's sort is for that member alone; nothing of a member's own chain is an event of an app.
        if (isMessage && Text(frame, "channel_type") is not { })
        {
            yield break;
        }

        // That a thread has a reply is for clients that show threads; the app gets the reply itself.
        if (isMessage && Text(frame, "subtype") is ThreadFrames.ReplySubtype)
        {
            yield break;
        }

        if (isMessage && Wants(app, Mention) && Mentions(app, frame))
        {
            yield return Payload(app, chain, frame, Mention, ts);
        }

        if (isMessage ? Wants(app, TypeOf(frame)) || (Wants(app, Message) && MaySee(app, TypeOf(frame))) : Wants(app, type) && MaySeeMembers(app, type, frame))
        {
            yield return Payload(app, chain, frame, type, ts);
        }
    }

    private static string TypeOf(JsonElement message) => Text(message, "channel_type") switch
    {
        "group" => "message.groups",
        "im" => "message.im",
        "mpim" => "message.mpim",
        _ => "message.channels",
    };

    // `message` stands for the sorts of conversations that the app's scopes are for.
    private static bool MaySee(AppInfo app, string type) => app.Scopes.Contains(AppArguments.Events[type], StringComparer.Ordinal);

    private static bool MaySeeMembers(AppInfo app, string type, JsonElement frame) =>
        type is not ("member_joined_channel" or "member_left_channel") || Text(frame, "channel_type") is not "G" || app.Scopes.Contains("groups:read", StringComparer.Ordinal);

    private static bool Wants(AppInfo app, string type) => app.Events.Contains(type, StringComparer.Ordinal);

    private static bool Mentions(AppInfo app, JsonElement message) =>
        Text(message, "subtype") is null or "thread_broadcast" or "bot_message"
        && Text(message, "text") is { } text && text.Contains($"<@{app.User.Value}", StringComparison.Ordinal)
        && !string.Equals(Text(message, "user"), app.User.Value, StringComparison.Ordinal);

    private static ReadOnlyMemory<byte> Payload(AppInfo app, string chain, JsonElement frame, string type, MessageTs ts) => FrameWriter.Write(default, writer =>
    {
        writer.WriteString("token"u8, string.Empty);
        writer.WriteString("team_id"u8, app.Team.Value);
        writer.WriteString("context_team_id"u8, app.Team.Value);
        writer.WriteString("api_app_id"u8, app.Id);
        writer.WriteStartObject("event"u8);
        writer.WriteString("type"u8, type);
        foreach (var property in frame.EnumerateObject())
        {
            if (!property.NameEquals("type"u8))
            {
                property.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        writer.WriteString("type"u8, "event_callback"u8);
        writer.WriteString("event_id"u8, SocketModeFrames.EventId(app.Id, chain, type, ts.Micros));
        writer.WriteNumber("event_time"u8, ts.Micros / 1_000_000);
        writer.WriteStartArray("authorizations"u8);
        writer.WriteStartObject();
        writer.WriteNull("enterprise_id"u8);
        writer.WriteString("team_id"u8, app.Team.Value);
        writer.WriteString("user_id"u8, app.User.Value);
        writer.WriteBoolean("is_bot"u8, true);
        writer.WriteBoolean("is_enterprise_install"u8, false);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteBoolean("is_ext_shared_channel"u8, false);
    });

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
