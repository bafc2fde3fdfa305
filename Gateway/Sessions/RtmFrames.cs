using System.Buffers;
using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>The frames of the socket itself; those of events come from the dialect's encoder.</summary>
internal static class RtmFrames
{
    /// <summary>A frame that was refused for its form.</summary>
    public const int BadFrame = 1;

    /// <summary>Too many frames (Slack's client for Go knows the text).</summary>
    public const int TooFast = -1;

    /// <summary>The text that belongs to <see cref="TooFast"/>.</summary>
    public const string TooFastText = "slow down, too many messages...";

    /// <summary>The first frame.</summary>
    public static readonly ReadOnlyMemory<byte> Hello = "{\"type\":\"hello\"}"u8.ToArray();

    /// <summary>The last frame: reconnect at once.</summary>
    public static readonly ReadOnlyMemory<byte> Goodbye = "{\"type\":\"goodbye\"}"u8.ToArray();

    /// <summary>The first frame to an own client: it names where each channel begins, so that a silent one can be resumed too.</summary>
    public static ReadOnlyMemory<byte> HelloTo(IEnumerable<KeyValuePair<string, long>> cursors) => Write(json =>
    {
        json.WriteString("type", "hello");
        json.WriteStartObject("cursors");
        foreach (var (chain, ts) in cursors)
        {
            if (ChannelId.TryParse(chain, out _))
            {
                json.WriteString(chain, new MessageTs(ts).ToString());
            }
        }

        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> ReconnectUrl(string url) => Write(json =>
    {
        json.WriteString("type", "reconnect_url");
        json.WriteString("url", url);
    });

    /// <summary>A gap in a channel is too old to fill: read its history.</summary>
    public static ReadOnlyMemory<byte> Resync(string channel) => Write(json =>
    {
        json.WriteString("type", "resync");
        json.WriteString("channel", channel);
    });

    /// <summary>Answers a ping with everything that it carried.</summary>
    public static ReadOnlyMemory<byte> Pong(JsonElement ping) => Write(json =>
    {
        json.WriteString("type", "pong");
        if (ping.TryGetProperty("id", out var id))
        {
            json.WritePropertyName("reply_to");
            id.WriteTo(json);
        }

        foreach (var property in ping.EnumerateObject())
        {
            if (!property.NameEquals("type") && !property.NameEquals("id") && !property.NameEquals("reply_to"))
            {
                property.WriteTo(json);
            }
        }
    });

    /// <summary>An error, as a reply when the frame had an id.</summary>
    public static ReadOnlyMemory<byte> Error(int code, string text, JsonElement? frame = null) => Write(json =>
    {
        json.WriteBoolean("ok", false);
        if (frame is { ValueKind: JsonValueKind.Object } request && request.TryGetProperty("id", out var id))
        {
            json.WritePropertyName("reply_to");
            id.WriteTo(json);
        }

        json.WriteStartObject("error");
        json.WriteNumber("code", code);
        json.WriteString("msg", text);
        json.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
