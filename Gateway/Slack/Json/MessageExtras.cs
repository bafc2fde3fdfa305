using System.Text.Json;
using OrleansSocial.Gateway.Slack.Reactions;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>What a message carries beside its text, from the arguments of a call.</summary>
internal static class MessageExtras
{
    private const int UsernameLengthMax = 80;
    private const int IconUrlLengthMax = 2000;

    /// <summary>Builds the extras of a message.</summary>
    /// <param name="arguments">The call's.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="keepEmpty">True for a change, where an empty list of blocks or attachments takes away those that are there.</param>
    /// <returns>A JSON object, or null when there is nothing to say.</returns>
    public static string? Of(SlackArguments arguments, Caller caller, bool keepEmpty = false)
    {
        var clientId = arguments.Text("client_msg_id");
        var isPlain = !arguments.Flag("mrkdwn", absent: true);
        var isMasked = caller.BotId is not null && !arguments.Flag("as_user");
        var username = isMasked ? arguments.Text("username") : null;
        var (blocks, attachments, metadata) = (arguments.Text("blocks"), arguments.Text("attachments"), arguments.Text("metadata"));
        if (clientId is null && caller.BotId is null && blocks is null && attachments is null && metadata is null && !isPlain)
        {
            return null;
        }

        var extras = JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            Write(writer, EventExtras.ClientMessageId, clientId);
            Write(writer, EventExtras.BotId, caller.BotId);
            Write(writer, EventExtras.Username, username is null ? null : ShownName.Cut(username, UsernameLengthMax));
            if (isMasked)
            {
                WriteIcons(writer, arguments);
            }

            if (isPlain)
            {
                writer.WriteBoolean(EventExtras.Mrkdwn, false);
            }

            WriteBlocks(writer, blocks, keepEmpty);
            WriteAttachments(writer, attachments, keepEmpty);
            WriteMetadata(writer, metadata);
            writer.WriteEndObject();
        });
        return extras.Length <= PostMessage.ExtrasLengthMax ? extras : throw TooLong(blocks, attachments, metadata);
    }

    /// <summary>Builds the extras of a message that has nothing but its author: a bot's id.</summary>
    public static string? OfAuthor(Caller caller) => caller.BotId is not { } bot
        ? null
        : JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString(EventExtras.BotId, bot);
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>An emoji wins over a picture; what is neither is passed over.</summary>
    private static void WriteIcons(Utf8JsonWriter writer, SlackArguments arguments)
    {
        var emoji = arguments.Text("icon_emoji")?.Trim(':');
        var url = arguments.Text("icon_url");
        if (ReactionCall.IsName(emoji))
        {
            writer.WriteStartObject(EventExtras.Icons);
            writer.WriteString("emoji"u8, $":{emoji}:");
            writer.WriteEndObject();
        }
        else if (url is { Length: <= IconUrlLengthMax } && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme is "https" or "http"))
        {
            writer.WriteStartObject(EventExtras.Icons);
            writer.WriteString("image_48"u8, url);
            writer.WriteEndObject();
        }
    }

    private static void WriteBlocks(Utf8JsonWriter writer, string? json, bool keepEmpty)
    {
        if (json is null)
        {
            return;
        }

        using var document = JsonText.Parse(json, EventExtras.Blocks, JsonValueKind.Array, "invalid_blocks_format");
        if (BlockRules.FaultOf(document.RootElement) is { } fault)
        {
            throw JsonText.Invalid("invalid_blocks", fault.Under(EventExtras.Blocks));
        }

        WriteArray(writer, EventExtras.Blocks, document.RootElement, keepEmpty);
    }

    private static void WriteAttachments(Utf8JsonWriter writer, string? json, bool keepEmpty)
    {
        if (json is null)
        {
            return;
        }

        using var document = JsonText.Parse(json, EventExtras.Attachments, JsonValueKind.Array, "invalid_attachments");
        if (document.RootElement.GetArrayLength() > BlockRules.AttachmentsMax)
        {
            throw JsonText.Invalid("too_many_attachments", new JsonFault($"no more than {BlockRules.AttachmentsMax} items allowed").Under(EventExtras.Attachments));
        }

        if (BlockRules.FaultOfAttachments(document.RootElement) is { } fault)
        {
            throw JsonText.Invalid("invalid_attachments", fault.Under(EventExtras.Attachments));
        }

        WriteArray(writer, EventExtras.Attachments, document.RootElement, keepEmpty);
    }

    private static void WriteMetadata(Utf8JsonWriter writer, string? json)
    {
        if (json is null)
        {
            return;
        }

        using var document = JsonText.Parse(json, EventExtras.Metadata, JsonValueKind.Object, "invalid_metadata_format");
        writer.WritePropertyName(EventExtras.Metadata);
        document.RootElement.WriteTo(writer);
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, JsonElement array, bool keepEmpty)
    {
        if (keepEmpty || array.GetArrayLength() > 0)
        {
            writer.WritePropertyName(name);
            array.WriteTo(writer);
        }
    }

    /// <summary>Names the part that takes the most room.</summary>
    private static SlackRefusedException TooLong(string? blocks, string? attachments, string? metadata)
    {
        var (word, name) = (blocks?.Length ?? 0, attachments?.Length ?? 0, metadata?.Length ?? 0) switch
        {
            var (b, a, m) when a > b && a >= m => ("attachment_payload_limit_exceeded", EventExtras.Attachments),
            var (b, _, m) when m > b => ("metadata_too_large", EventExtras.Metadata),
            _ => ("msg_blocks_too_long", EventExtras.Blocks),
        };
        return JsonText.Invalid(word, new JsonFault($"blocks, attachments and metadata are over {PostMessage.ExtrasLengthMax} characters together").Under(name));
    }
}
