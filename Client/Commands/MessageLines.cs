using System.Globalization;
using System.Text.Json;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Commands;

/// <summary>Writes messages and events as lines for people.</summary>
internal sealed class MessageLines(TeamDirectory names)
{
    /// <summary>Writes a message of a channel: time, author, text.</summary>
    public async Task<string> MessageAsync(JsonElement message, CancellationToken cancellationToken)
    {
        var reply = message.Text("thread_ts") is { } thread && !string.Equals(thread, message.Text("ts"), StringComparison.Ordinal)
            ? "  > "
            : string.Empty;
        var edited = message.Child("edited").ValueKind == JsonValueKind.Object ? " (edited)" : string.Empty;
        var reactions = string.Join(' ', message.Items("reactions").Select(r => $":{r.Text("name")}: {r.Number("count")}"));
        var line = $"{Clock(message.Text("ts"))} {reply}{await AuthorAsync(message, cancellationToken)}: {WireText.Shown(message.Text("text") ?? string.Empty)}{edited}";
        return reactions.Length == 0 ? line : $"{line}  [{reactions}]";
    }

    /// <summary>Writes an event of a live tail, with its channel.</summary>
    public async Task<string> EventAsync(JsonElement frame, string channelId, CancellationToken cancellationToken)
    {
        var where = $"#{await names.ChannelNameAsync(channelId, cancellationToken)}";
        var at = Clock(frame.Text("event_ts"));
        switch (frame.Text("type"), frame.Text("subtype"))
        {
            case ("message" or null, "message_changed"):
                return $"{at} {where} edited: {await MessageAsync(frame.Child("message"), cancellationToken)}";
            case ("message" or null, "message_deleted"):
                return $"{at} {where} deleted: {frame.Text("deleted_ts")}";
            case ("message" or null, _) when frame.Flag("is_ephemeral"):
                return $"{where} (to you alone) {await MessageAsync(frame, cancellationToken)}";
            case ("message" or null, _):
                return $"{where} {await MessageAsync(frame, cancellationToken)}";
            case ("reaction_added", _):
                return $"{at} {where} {await AuthorAsync(frame, cancellationToken)} reacts :{frame.Text("reaction")}:";
            case ("reaction_removed", _):
                return $"{at} {where} {await AuthorAsync(frame, cancellationToken)} takes back :{frame.Text("reaction")}:";
            case ("member_joined_channel", _):
                return $"{at} {where} {await AuthorAsync(frame, cancellationToken)} joins";
            case ("member_left_channel", _):
                return $"{at} {where} {await AuthorAsync(frame, cancellationToken)} leaves";
            case (var type, _):
                return $"{at} {where} {type}";
        }
    }

    private static string Clock(string? ts) =>
        decimal.TryParse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 100_000_000_000m
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)).ToLocalTime()
                .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "-";

    private async Task<string> AuthorAsync(JsonElement message, CancellationToken cancellationToken) =>
        message.Text("user") is { Length: > 0 } user ? await names.UserNameAsync(user, cancellationToken) : message.Text("username") ?? "?";
}
