using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace OrleansSocial.Gateway.Addresses;

/// <summary>
/// Who may say for whom a request comes. What the proxies of <see cref="GatewayOptions.TrustedProxies"/> add to
/// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> is believed, from the last entry back to the first one that no trusted
/// proxy wrote; without such proxies the headers are nothing but text.
/// </summary>
internal static class TrustedProxies
{
    public static void AddTrustedProxies(this IServiceCollection services) =>
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<GatewayOptions>>((forwarded, gateway) =>
        {
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in gateway.Value.TrustedProxies.Select(Parse).OfType<IPNetwork>())
            {
                forwarded.KnownIPNetworks.Add(network);
            }

            forwarded.ForwardLimit = null;
            forwarded.ForwardedHeaders = gateway.Value.TrustedProxies.Length > 0
                ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                : ForwardedHeaders.None;
        });

    /// <summary>Reads <c>10.0.0.7</c>, <c>10.0.0.0/24</c> or their IPv6 likes; null for anything else, shortened addresses, host bits and IPv4 written as IPv6 included.</summary>
    public static IPNetwork? Parse(string text) => text.Split('/') switch
    {
        [var whole] when Address(whole) is { } address => new IPNetwork(address, address.GetAddressBytes().Length * 8),
        [var first, _] when Address(first) is { } address && IPNetwork.TryParse(text, out var network) && network.BaseAddress.Equals(address) => network,
        _ => null,
    };

    // "10" and "010.0.0.5" are addresses to the parser, and not the ones that were meant; "::ffff:10.0.0.5" is the address of no client,
    // since those of IPv4 are compared as such.
    private static IPAddress? Address(string text) =>
        IPAddress.TryParse(text, out var address) && !address.IsIPv4MappedToIPv6 && (address.AddressFamily != AddressFamily.InterNetwork || string.Equals(address.ToString(), text, StringComparison.Ordinal))
            ? address
            : null;
}
