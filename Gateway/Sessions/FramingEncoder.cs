using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Encodes events in the dialect and puts the WebSocket's header in front, once for all sockets.</summary>
internal sealed class FramingEncoder(IEventEncoder dialect) : IEventEncoder
{
    public ReadOnlyMemory<byte> Encode(ChainSignal signal) => Framed(dialect.Encode(signal));

    public ReadOnlyMemory<byte> EncodePresence(IReadOnlyList<string> users, bool isActive) => Framed(dialect.EncodePresence(users, isActive));

    private static ReadOnlyMemory<byte> Framed(ReadOnlyMemory<byte> frame) => frame.IsEmpty ? frame : WebSocketFrame.OfText(frame.Span);

    public EncodedEvent Encode(ChannelEvent e)
    {
        var encoded = dialect.Encode(e);
        return encoded.Frames.IsEmpty
            ? encoded
            : encoded with { Frames = [.. encoded.Frames.Select(Framed)], ForGuests = encoded.ForGuests is { } forGuests ? [.. forGuests.Select(Framed)] : null };
    }
}
