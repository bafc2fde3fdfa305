namespace OrleansSocial.Gateway.Sessions;

/// <summary>A frame on its way to one socket.</summary>
/// <param name="Bytes">The WebSocket's frame; shared by all sockets that get the event.</param>
/// <param name="Feed">The chain that it belongs to, or null.</param>
/// <param name="Before">The socket's cursor of that chain before this frame: where it stands if the frame is lost.</param>
internal readonly record struct OutboundFrame(ReadOnlyMemory<byte> Bytes, ChainFeed? Feed, long Before);
