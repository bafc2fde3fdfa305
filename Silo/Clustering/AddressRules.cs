using System.Net;
using System.Net.Sockets;

namespace OrleansSocial.Silo.Clustering;

/// <summary>Orleans' ports trust whoever reaches them: which addresses may they listen on.</summary>
internal static class AddressRules
{
    /// <summary>Parses the address of the Orleans ports.</summary>
    /// <exception cref="HostStartException">It is no IP address, or one that strangers reach.</exception>
    public static IPAddress Parse(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
        {
            throw new HostStartException($"OrleansSocial:Cluster:AdvertisedAddress is '{text}', not an IP address.");
        }

        return IsPrivate(address)
            ? address
            : throw new HostStartException(
                $"OrleansSocial:Cluster:AdvertisedAddress is {address}, which is not loopback or private. Orleans' ports trust whoever " +
                "reaches them, and this version has no mutual TLS for them: use an address of a private network.");
    }

    /// <summary>Whether the address is loopback, link-local or of a private network (RFC 1918, RFC 4193).</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (IPAddress.IsLoopback(address))
        {
            return true;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;
        }

        return address.GetAddressBytes() switch
        {
            [10, ..] => true,
            [172, >= 16 and <= 31, ..] => true,
            [192, 168, ..] => true,
            [169, 254, ..] => true,
            _ => false,
        };
    }
}
