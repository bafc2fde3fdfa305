using System.Net;
using System.Net.Sockets;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>Tells addresses of the internet from those that are private, local, reserved, or another address in disguise (IANA's registries of special-purpose addresses).</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
        "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    // All else outside 2000::/3 is mapped, NAT64, unique local, link-local, multicast or nobody's.
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] Special6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    /// <summary>Tells whether an address is an ordinary one of the internet.</summary>
    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(Special4, n => n.Contains(address)),
        AddressFamily.InterNetworkV6 => Global6.Contains(address) && !Array.Exists(Special6, n => n.Contains(address)),
        _ => false,
    };

    /// <summary>Tells whether an address names one machine: nothing else is called, not even as an internal one.</summary>
    public static bool IsOneMachine(IPAddress address) =>
        !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast)
        && !address.IsIPv6Multicast && !address.IsIPv4MappedToIPv6
        && !(address.AddressFamily == AddressFamily.InterNetwork && (address.GetAddressBytes()[0] is 0 or >= 224));

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(n => IPNetwork.Parse(n))];
}
