using System.Text.Json;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>What a message carries beside its text, from the arguments of a call.</summary>
internal static class MessageExtras
{
    /// <summary>The most blocks of one message (Slack: 50).</summary>
    public const int BlocksMax = 50;

    /// <summary>The most attachments of one message (Slack: 100).</summary>
    public const int AttachmentsMax = 100;

    private const int UsernameLengthMax = 80;

    /// <summary>Builds the extras of a message.</summary>
    /// <returns>A JSON object, or null when there is nothing to say.</returns>
    public static string? Of(SlackArguments arguments, Caller caller)
    {
        var clientId = arguments.Text("client_msg_id");
        var username = caller.BotId is null ? null : arguments.Text("username");
        var (blocks, attachments, metadata) = (arguments.Text("blocks"), arguments.Text("attachments"), arguments.Text("metadata"));
        if (clientId is null && caller.BotId is null && blocks is null && attachments is null && metadata is null)
        {
            return null;
        }

        var extras = JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            Write(writer, EventExtras.ClientMessageId, clientId);
            Write(writer, EventExtras.BotId, caller.BotId);
            Write(writer, EventExtras.Username, username is { Length: > UsernameLengthMax } ? username[..UsernameLengthMax] : username);
            Copy(writer, EventExtras.Blocks, blocks, JsonValueKind.Array, BlocksMax, "invalid_blocks", "invalid_blocks");
            Copy(writer, EventExtras.Attachments, attachments, JsonValueKind.Array, AttachmentsMax, "invalid_attachments", "too_many_attachments");
            Copy(writer, EventExtras.Metadata, metadata, JsonValueKind.Object, 0, "invalid_metadata_format", "invalid_metadata_format");
            writer.WriteEndObject();
        });
        return extras.Length <= PostMessage.ExtrasLengthMax
            ? extras
            : throw new SlackRefusedException(blocks is null ? SlackError.InvalidArguments : "invalid_blocks");
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Copy(Utf8JsonWriter writer, string name, string? json, JsonValueKind kind, int countMax, string error, string tooMany)
    {
        if (json is not null)
        {
            writer.WritePropertyName(name);
            JsonText.Copy(writer, json, kind, countMax, error, tooMany);
        }
    }
}
