using System.Net;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>Looks names up.</summary>
internal interface IHostResolver
{
    /// <summary>Lists the addresses of a name.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It has none, or nobody knows.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
