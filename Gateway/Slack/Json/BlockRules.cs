using System.Text.Json;

namespace OrleansSocial.Gateway.Slack.Json;

/// <summary>What blocks and attachments must keep to, beyond being storable JSON (Slack: Block Kit's reference of blocks and of text objects).</summary>
internal static class BlockRules
{
    /// <summary>The most blocks of one message, or of one attachment.</summary>
    public const int BlocksMax = 50;

    /// <summary>The most attachments of one message.</summary>
    public const int AttachmentsMax = 100;

    /// <summary>The longest <c>block_id</c>, characters.</summary>
    public const int BlockIdLengthMax = 255;

    /// <summary>The longest text of a text object, characters.</summary>
    public const int TextLengthMax = 3_000;

    /// <summary>Checks an array of objects as blocks.</summary>
    /// <returns>The first fault, or null. Kinds of blocks are not known here: a new one is stored like any other.</returns>
    public static JsonFault? FaultOf(JsonElement blocks)
    {
        if (blocks.GetArrayLength() > BlocksMax)
        {
            return new JsonFault($"no more than {BlocksMax} items allowed");
        }

        var index = 0;
        foreach (var block in blocks.EnumerateArray())
        {
            if (FaultOfBlock(block) is { } fault)
            {
                return fault.Under(index);
            }

            index++;
        }

        return null;
    }

    /// <summary>Checks an array of objects as attachments: the blocks in them.</summary>
    /// <returns>The first fault, or null.</returns>
    public static JsonFault? FaultOfAttachments(JsonElement attachments)
    {
        var index = 0;
        foreach (var attachment in attachments.EnumerateArray())
        {
            if (attachment.TryGetProperty("blocks", out var blocks) && blocks.ValueKind != JsonValueKind.Null)
            {
                var fault = blocks.ValueKind == JsonValueKind.Array && blocks.EnumerateArray().All(b => b.ValueKind == JsonValueKind.Object)
                    ? FaultOf(blocks)
                    : new JsonFault("must be an array of objects");
                if (fault is { } found)
                {
                    return found.Under("blocks").Under(index);
                }
            }

            index++;
        }

        return null;
    }

    private static JsonFault? FaultOfBlock(JsonElement block)
    {
        if (!block.TryGetProperty("type", out var type))
        {
            return new JsonFault("missing required field: type");
        }

        if (type.ValueKind != JsonValueKind.String || type.ValueEquals(string.Empty))
        {
            return new JsonFault("must provide a string").Under("type");
        }

        if (block.TryGetProperty("block_id", out var id) && id.ValueKind != JsonValueKind.Null)
        {
            if (id.ValueKind != JsonValueKind.String)
            {
                return new JsonFault("must provide a string").Under("block_id");
            }

            if (id.GetString()!.Length > BlockIdLengthMax)
            {
                return new JsonFault($"must be less than {BlockIdLengthMax + 1} characters").Under("block_id");
            }
        }

        return FaultOfTexts(block);
    }

    /// <summary>Finds a text object that is none, or too long, however deep it stands.</summary>
    private static JsonFault? FaultOfTexts(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var element in value.EnumerateArray())
            {
                if (FaultOfTexts(element) is { } fault)
                {
                    return fault.Under(index);
                }

                index++;
            }

            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (IsTextObject(value))
        {
            if (!value.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String)
            {
                return new JsonFault("must provide a string").Under("text");
            }

            return text.GetString()!.Length > TextLengthMax ? new JsonFault($"must be less than {TextLengthMax + 1} characters").Under("text") : null;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (FaultOfTexts(member.Value) is { } fault)
            {
                return fault.Under(member.Name);
            }
        }

        return null;
    }

    private static bool IsTextObject(JsonElement value) =>
        value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
        && (type.ValueEquals("mrkdwn") || type.ValueEquals("plain_text"));
}
