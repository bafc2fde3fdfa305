using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Channels;

/// <summary>Builds and reads the JSON beside a row's text.</summary>
internal static class MessageExtras
{
    // Text as it is, not as \u escapes: what is stored and read back is as long as what was sent.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tells whether a reply is also shown in the channel.</summary>
    public static bool IsBroadcast(string? extras)
    {
        if (extras is null || !extras.Contains(EventExtras.Broadcast, StringComparison.Ordinal))
        {
            return false;
        }

        using var document = JsonDocument.Parse(extras);
        return document.RootElement.TryGetProperty(EventExtras.Broadcast, out var broadcast) && broadcast.ValueKind == JsonValueKind.True;
    }

    /// <summary>Marks a reply as shown in the channel.</summary>
    /// <param name="extras">A JSON object, or null.</param>
    public static string WithBroadcast(string? extras)
    {
        var mark = $"{{\"{EventExtras.Broadcast}\":true";
        return extras is null or "{}" ? mark + "}" : $"{mark},{extras.AsSpan().TrimStart()[1..]}";
    }

    /// <summary>Says whom a message's user groups mean; nobody takes the key away.</summary>
    /// <param name="extras">A JSON object, or null.</param>
    /// <param name="groups">The groups with their members.</param>
    public static string? WithGroups(string? extras, ImmutableArray<GroupMention> groups)
    {
        if (groups.IsEmpty && extras?.Contains(EventExtras.MentionedByGroup, StringComparison.Ordinal) != true)
        {
            return extras;
        }

        using var document = JsonDocument.Parse(extras ?? "{}");
        return Write(json =>
        {
            foreach (var member in document.RootElement.EnumerateObject().Where(m => !m.NameEquals(EventExtras.MentionedByGroup)))
            {
                member.WriteTo(json);
            }

            if (!groups.IsEmpty)
            {
                json.WriteStartArray(EventExtras.MentionedByGroup);
                foreach (var user in groups.SelectMany(g => g.Members).Distinct(StringComparer.Ordinal))
                {
                    json.WriteStringValue(user);
                }

                json.WriteEndArray();
            }
        });
    }

    /// <summary>What a message carries after a change: each key that the change names, the others as they were; an empty list takes its key away.</summary>
    /// <param name="before">A JSON object, or null.</param>
    /// <param name="changes">A JSON object, or null for no change.</param>
    public static string? Merged(string? before, string? changes)
    {
        if (changes is null)
        {
            return before;
        }

        using var old = JsonDocument.Parse(before ?? "{}");
        using var next = JsonDocument.Parse(changes);
        return Write(json =>
        {
            foreach (var member in next.RootElement.EnumerateObject().Where(m => !IsEmptyList(m.Value)))
            {
                member.WriteTo(json);
            }

            foreach (var member in old.RootElement.EnumerateObject().Where(m => !next.RootElement.TryGetProperty(m.Name, out _)))
            {
                member.WriteTo(json);
            }
        });
    }

    /// <summary>One text.</summary>
    /// <param name="key">A key of <see cref="EventExtras"/>.</param>
    /// <param name="value">A string.</param>
    public static string Of(string key, string value) => Write(json => json.WriteString(key, value));

    /// <summary>Describes a change of membership: how many members there are then, and who else is concerned.</summary>
    /// <param name="count">How many members the channel has after it.</param>
    /// <param name="key">A key of <see cref="EventExtras"/> for a member.</param>
    /// <param name="user">The member, or null for nobody else.</param>
    public static string OfMembership(int count, string key, UserId? user) => Write(json =>
    {
        if (user is { } other)
        {
            json.WriteString(key, other.Value);
        }

        json.WriteNumber(EventExtras.Count, count);
    });

    /// <summary>Describes a reaction: the emoji and the message's author.</summary>
    public static string OfReaction(string name, string messageAuthor) => Write(json =>
    {
        json.WriteString(EventExtras.Reaction, name);
        json.WriteString(EventExtras.User, messageAuthor);
    });

    /// <summary>Describes a pin: the message's author and how many messages are pinned.</summary>
    public static string OfPin(string messageAuthor, int count) => Write(json =>
    {
        json.WriteString(EventExtras.User, messageAuthor);
        json.WriteNumber(EventExtras.Count, count);
    });

    /// <summary>Describes an edit: the message after it, with its reactions and its thread, and the text before it.</summary>
    /// <param name="before">The message: at most 50 users of each reaction and 100 of the thread are named.</param>
    /// <param name="text">Its new text.</param>
    /// <param name="extras">Its new JSON beside the text, or null.</param>
    public static string OfEdit(Message before, string text, string? extras) => Write(json =>
    {
        WriteMessage(json, before, text, extras, () => WriteSurroundings(json, before));
        json.WriteString(EventExtras.PreviousText, before.Text);
    });

    /// <summary>Describes a deletion: who had written what is gone, not what it said.</summary>
    public static string OfDeletion(Message before) => Write(json => WriteMessage(json, before, "", null));

    /// <summary>Describes a message for one member: where it is shown and what it is.</summary>
    public static string OfEphemeral(EphemeralMessage message) => Write(json =>
    {
        json.WriteString(EventExtras.Channel, message.Channel.Value);
        WriteMessage(
            json,
            new Message(0, EventKind.Message, message.Caller.User.Value, message.Text, message.Extras, message.ThreadTs, null, false, 0, [], null),
            message.Text,
            message.Extras);
    });

    private static bool IsEmptyList(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    private static void WriteSurroundings(Utf8JsonWriter json, Message message)
    {
        if (message.ParentAuthor is { } parentAuthor)
        {
            json.WriteString("parent_author", parentAuthor);
        }

        if (message.Thread is { } thread)
        {
            json.WritePropertyName("thread");
            JsonSerializer.Serialize(json, thread);
        }

        if (!message.Reactions.IsDefaultOrEmpty)
        {
            json.WritePropertyName("reactions");
            JsonSerializer.Serialize(json, message.Reactions);
        }
    }

    private static void WriteMessage(Utf8JsonWriter json, Message message, string text, string? extras, Action? more = null)
    {
        json.WriteStartObject(EventExtras.Message);
        json.WriteString("author", message.Author);
        json.WriteNumber("kind", (int)message.Kind);
        json.WriteString("text", text);
        if (message.ThreadTs is { } threadTs)
        {
            json.WriteNumber("thread_ts", threadTs);
        }

        if (extras is not null)
        {
            json.WritePropertyName("extras");
            json.WriteRawValue(extras);
        }

        more?.Invoke();
        json.WriteEndObject();
    }

    /// <summary>Writes a JSON object.</summary>
    public static string Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
