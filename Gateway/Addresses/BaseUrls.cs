using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Addresses;

/// <summary>
/// The base URL of every URL that is told to somebody, with a slash at its end. With <see cref="GatewayOptions.PublicUrl"/> it is
/// that; without it, it depends on who is told.
/// </summary>
/// <param name="options">The setting.</param>
/// <param name="server">The host's server.</param>
internal sealed class BaseUrls(IOptions<GatewayOptions> options, IServer? server = null)
{
    private static readonly Uri Nowhere = new("http://localhost/");

    private Uri? fromServer;

    private readonly Uri? told = options.Value.PublicUrl is { } url ? WithSlash(url) : null;

    /// <summary>Gets what frames name, which no request asked for: the server's first address, which only clients of the same machine reach.</summary>
    public Uri OfFrames => told ?? (fromServer ??= OfServer()) ?? Nowhere;

    /// <summary>What the caller is told: the host that the request named.</summary>
    /// <param name="request">The request.</param>
    public Uri OfCaller(HttpRequest request) =>
        told ?? (Uri.TryCreate($"{Scheme(IsTls(request.Scheme))}://{request.Host.Value}/", UriKind.Absolute, out var own) ? own : Nowhere);

    /// <summary>What others are told because of a request: the address that it came to. Never its Host header, which is the caller's to write.</summary>
    /// <param name="http">The request.</param>
    public Uri OfOthers(HttpContext http) =>
        told ?? (http.Connection.LocalIpAddress is { } address
            ? new UriBuilder(Scheme(http.Features.Get<ITlsHandshakeFeature>() is not null), (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString(), http.Connection.LocalPort).Uri
            : OfFrames);

    // What a proxy forwards is its word: some say wss for a WebSocket, and anything else is no TLS.
    private static bool IsTls(string scheme) => scheme.ToUpperInvariant() is "HTTPS" or "WSS";

    private static string Scheme(bool isTls) => isTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;

    private static Uri WithSlash(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");

    // Null until the server has bound its addresses: port 0 is not the port that it will get.
    private Uri? OfServer()
    {
        var address = server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        address = address?.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Port != 0 ? WithSlash(url) : null;
    }
}
