using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>
/// Encodes events in the dialect and puts the WebSocket's header in front, once for all sockets. An event that the dialect fails on
/// is shown to nobody: its chain and the rest of its batch go on.
/// </summary>
internal sealed partial class FramingEncoder(IEventEncoder dialect, ILogger<FramingEncoder> logger) : IEventEncoder
{
    public ReadOnlyMemory<byte> Encode(ChainSignal signal) => Framed(dialect.Encode(signal));

    public ReadOnlyMemory<byte> EncodePresence(IReadOnlyList<string> users, bool isActive) => Framed(dialect.EncodePresence(users, isActive));

    private static ReadOnlyMemory<byte> Framed(ReadOnlyMemory<byte> frame) => frame.IsEmpty ? frame : WebSocketFrame.OfText(frame.Span);

    public EncodedEvent Encode(ChannelEvent e)
    {
        EncodedEvent encoded;
        try
        {
            encoded = dialect.Encode(e);
        }
        catch (Exception exception)
        {
            LogNotEncoded(logger, exception, e.Chain.GrainKey, e.EventTs, e.Kind);
            return EncodedEvent.Nothing;
        }

        return encoded.Frames.IsEmpty
            ? encoded
            : encoded with { Frames = [.. encoded.Frames.Select(Framed)], ForGuests = encoded.ForGuests is { } forGuests ? [.. forGuests.Select(Framed)] : null };
    }

    [LoggerMessage(4130, LogLevel.Error, "Chain {Chain}: event {EventTs} of kind {Kind} cannot be shown")]
    private static partial void LogNotEncoded(ILogger logger, Exception exception, string chain, long eventTs, EventKind kind);
}
