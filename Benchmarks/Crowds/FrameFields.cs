using System.Text.Json;

namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>What a crowd's socket looks at in a frame; only the frame's own members are read, not those of what it holds.</summary>
internal readonly record struct FrameFields(string? Type, string? Subtype, string? Channel, string? Ts, string? EventTs, long? ReplyTo, bool Ok, int Users)
{
    /// <summary>Reads a frame.</summary>
    public static FrameFields Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        string? type = null, subtype = null, channel = null, ts = null, eventTs = null;
        long? replyTo = null;
        var (ok, users) = (false, 0);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = Text(ref reader);
            }
            else if (reader.ValueTextEquals("subtype"u8))
            {
                subtype = Text(ref reader);
            }
            else if (reader.ValueTextEquals("channel"u8))
            {
                channel = Text(ref reader);
            }
            else if (reader.ValueTextEquals("ts"u8))
            {
                ts = Text(ref reader);
            }
            else if (reader.ValueTextEquals("event_ts"u8))
            {
                eventTs = Text(ref reader);
            }
            else if (reader.ValueTextEquals("user"u8))
            {
                users = Text(ref reader) is null ? 0 : 1;
            }
            else if (reader.ValueTextEquals("users"u8))
            {
                reader.Read();
                users = Count(ref reader);
            }
            else if (reader.ValueTextEquals("reply_to"u8))
            {
                reader.Read();
                replyTo = reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : null;
            }
            else if (reader.ValueTextEquals("ok"u8))
            {
                reader.Read();
                ok = reader.TokenType == JsonTokenType.True;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new FrameFields(type, subtype, channel, ts, eventTs, replyTo, ok, users);
    }

    private static int Count(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return 0;
        }

        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            reader.Skip();
        }

        return count;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }
}
