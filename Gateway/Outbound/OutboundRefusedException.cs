namespace OrleansSocial.Gateway.Outbound;

/// <summary>A connection was refused here before anything was sent.</summary>
internal sealed class OutboundRefusedException(string message) : IOException(message);
