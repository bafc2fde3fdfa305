using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway;

/// <summary>The base URL of URLs that are told outside a request, in frames. A request's own answers have the request's.</summary>
/// <param name="options">The setting.</param>
/// <param name="server">The host's server: without the setting it is its first address, which only clients of the same machine reach.</param>
internal sealed class PublicAddress(IOptions<GatewayOptions> options, IServer? server = null)
{
    private static readonly Uri Nowhere = new("http://localhost/");

    /// <summary>Gets it, with a slash at its end.</summary>
    public Uri BaseUrl => field ??= options.Value.PublicUrl is { } url ? WithSlash(url) : OfServer();

    /// <summary>The URL with a slash at its end.</summary>
    public static Uri WithSlash(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");

    private Uri OfServer()
    {
        var address = server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        address = address?.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out var url) ? WithSlash(url) : Nowhere;
    }
}
