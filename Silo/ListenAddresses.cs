using System.Net;

namespace OrleansSocial.Silo;

/// <summary>Where HTTP listens, as the server reports it.</summary>
internal sealed class ListenAddresses
{
    public ListenAddresses(ICollection<string> addresses)
    {
        var bindings = addresses.Select(BindingAddress.Parse).ToList();
        LoopbackOnly = bindings.All(IsLoopback);
        var first = bindings.FirstOrDefault(IsLoopback) ?? bindings[0];
        Local = new UriBuilder(first.Scheme, IsAny(first.Host) ? "127.0.0.1" : first.Host, first.Port).Uri;
    }

    /// <summary>Whether nobody on another machine can connect.</summary>
    public bool LoopbackOnly { get; }

    /// <summary>An address for a caller on this machine.</summary>
    public Uri Local { get; }

    private static bool IsLoopback(BindingAddress address) =>
        address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static bool IsAny(string host) => host is "+" or "*" or "[::]" or "0.0.0.0";
}
