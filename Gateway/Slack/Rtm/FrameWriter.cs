using System.Buffers;
using System.Text.Json;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>Writes one frame: a JSON object without line breaks.</summary>
internal static class FrameWriter
{
    /// <summary>Writes an object.</summary>
    /// <param name="type">Its <c>type</c>, or empty for replies, which have none.</param>
    /// <param name="write">Writes the other properties.</param>
    public static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> type, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(320);
        using (var writer = new Utf8JsonWriter(buffer, SlackResponseWriter.Json))
        {
            writer.WriteStartObject();
            if (!type.IsEmpty)
            {
                writer.WriteString("type"u8, type);
            }

            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
