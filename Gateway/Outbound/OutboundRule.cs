using System.Globalization;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>One entry of the lists of allowed hosts.</summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">The host as <see cref="Uri.Host"/> writes it; without its <c>*.</c></param>
/// <param name="IsSuffix">True for every host below it.</param>
/// <param name="Port">The port; null for any.</param>
/// <param name="IsInternal">True when the address does not matter.</param>
internal sealed record OutboundRule(string Scheme, string Host, bool IsSuffix, int? Port, bool IsInternal)
{
    private const string Below = "*.";
    private const string AnyPort = ":*";

    /// <summary>Reads an entry; null when it is none.</summary>
    public static OutboundRule? Parse(string entry, bool isInternal)
    {
        var (scheme, rest) = entry.StartsWith("http://", StringComparison.Ordinal) ? (Uri.UriSchemeHttp, entry[7..])
            : entry.StartsWith("https://", StringComparison.Ordinal) ? (Uri.UriSchemeHttps, entry[8..])
            : (Uri.UriSchemeHttps, entry);
        var isSuffix = rest.StartsWith(Below, StringComparison.Ordinal);
        var anyPort = rest.EndsWith(AnyPort, StringComparison.Ordinal);
        rest = rest[(isSuffix ? Below.Length : 0)..(anyPort ? ^AnyPort.Length : ^0)];
        if (rest.Length == 0 || rest.Contains('*', StringComparison.Ordinal) || OutboundUrl.Parse($"{scheme}://{rest}/") is not { } url
            || (isSuffix && (isInternal || url.HostNameType != UriHostNameType.Dns || !rest.Contains('.', StringComparison.Ordinal))))
        {
            return null;
        }

        return new OutboundRule(scheme, url.Host, isSuffix, anyPort ? null : url.Port, isInternal);
    }

    /// <summary>Tells whether a URL is allowed by this entry.</summary>
    public bool Allows(Uri url) =>
        string.Equals(url.Scheme, Scheme, StringComparison.Ordinal) && (Port is null || Port == url.Port)
        && (IsSuffix ? url.Host.EndsWith("." + Host, StringComparison.Ordinal) : string.Equals(url.Host, Host, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{(IsSuffix ? Below : string.Empty)}{Host}{(Port is { } p ? $":{p}" : AnyPort)}");
}
