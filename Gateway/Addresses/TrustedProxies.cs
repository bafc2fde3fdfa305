using System.Net;
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
            foreach (var text in gateway.Value.TrustedProxies)
            {
                forwarded.KnownIPNetworks.Add(Parse(text) ?? throw new OptionsValidationException(Options.DefaultName, typeof(GatewayOptions), [$"{text} is no address or network"]));
            }

            forwarded.ForwardLimit = null;
            forwarded.ForwardedHeaders = gateway.Value.TrustedProxies.Count > 0
                ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                : ForwardedHeaders.None;
        });

    /// <summary>Reads <c>10.0.0.7</c>, <c>10.0.0.0/24</c> or their IPv6 likes; null for anything else.</summary>
    public static IPNetwork? Parse(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : null;
}
