using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>
/// Encodes events for the sockets of one dialect. Called once for an event, whatever the number of sockets; the same bytes go
/// to all of them. It must not wait: it runs on the delivery loop.
/// </summary>
internal interface IEventEncoder
{
    /// <summary>Encodes an event; one that the dialect does not show has no frames.</summary>
    EncodedEvent Encode(ChannelEvent e);

    /// <summary>Encodes typing, or what a member's own sockets hear of their presence; empty for others.</summary>
    ReadOnlyMemory<byte> Encode(ChainSignal signal);

    /// <summary>Encodes the presence of one or of many members who are alike.</summary>
    /// <param name="users">Their ids.</param>
    /// <param name="isActive">How they are.</param>
    ReadOnlyMemory<byte> EncodePresence(IReadOnlyList<string> users, bool isActive);
}
