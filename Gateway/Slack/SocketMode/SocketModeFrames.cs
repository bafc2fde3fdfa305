using System.Globalization;
using OrleansSocial.Gateway.Slack.Rtm;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>The frames of an app's socket.</summary>
internal static class SocketModeFrames
{
    /// <summary>Connect anew: this socket is about to be closed as planned.</summary>
    public const string RefreshRequested = "refresh_requested";

    /// <summary>The app or its token is gone: do not come back.</summary>
    public const string LinkDisabled = "link_disabled";

    /// <summary>The app has as many sockets as it may.</summary>
    public const string TooManySockets = "too_many_websockets";

    /// <summary>The first frame.</summary>
    public static ReadOnlyMemory<byte> Hello(string app, int sockets, string host, TimeSpan connectionTime) => FrameWriter.Write("hello"u8, writer =>
    {
        writer.WriteNumber("num_connections"u8, sockets);
        writer.WriteStartObject("debug_info"u8);
        writer.WriteString("host"u8, host);
        writer.WriteNumber("build_number"u8, 1);
        writer.WriteNumber("approximate_connection_time"u8, (long)connectionTime.TotalSeconds);
        writer.WriteEndObject();
        writer.WriteStartObject("connection_info"u8);
        writer.WriteString("app_id"u8, app);
        writer.WriteEndObject();
    });

    /// <summary>The last frame.</summary>
    public static ReadOnlyMemory<byte> Disconnect(string reason) => FrameWriter.Write("disconnect"u8, writer =>
    {
        writer.WriteString("reason"u8, reason);
        writer.WriteStartObject("debug_info"u8);
        writer.WriteEndObject();
    });

    /// <summary>One envelope, as it is sent this time.</summary>
    public static ReadOnlyMemory<byte> Envelope(AppEnvelope envelope) => FrameWriter.Write(default, writer =>
    {
        writer.WriteString("envelope_id"u8, envelope.Id);
        writer.WritePropertyName("payload"u8);
        writer.WriteRawValue(envelope.Payload.Span, skipInputValidation: true);
        writer.WriteString("type"u8, envelope.Type);
        writer.WriteBoolean("accepts_response_payload"u8, envelope.Answered is not null);
        if (envelope.Answered is null)
        {
            writer.WriteNumber("retry_attempt"u8, envelope.Attempt);
            writer.WriteString("retry_reason"u8, envelope.Attempt > 0 ? "timeout" : string.Empty);
        }
    });

    /// <summary>Names an envelope of an event so that its repeat after a reconnect has the same <c>event_id</c>.</summary>
    public static string EventId(string app, string chain, string type, long eventTs) =>
        "Ev" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{app} {chain} {type} {eventTs}"))))[..16];
}
