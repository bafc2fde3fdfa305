using System.Buffers;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>Reads a URL that somebody else wrote, so that no two readers can take it for different ones.</summary>
internal static class OutboundUrl
{
    /// <summary>The longest URL.</summary>
    public const int LengthMax = 500;

    private const string Separator = "://";
    private static readonly SearchValues<char> Visible = SearchValues.Create(Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c is not '\\').ToArray());

    /// <summary>Reads an http or https URL without user name and fragment whose host is written as it is meant; null for any other text.</summary>
    public static Uri? Parse(string? text)
    {
        if (text is null || text.Length > LengthMax || text.AsSpan().ContainsAnyExcept(Visible)
            || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.UserInfo.Length > 0 || url.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal) || url.Port is <= 0 or > ushort.MaxValue)
        {
            return null;
        }

        // Numbers such as 0x7f.1, 2130706433 or 0177.0.0.1 become an address in the reading, and so differ from what was written.
        var start = text.IndexOf(Separator, StringComparison.Ordinal) + Separator.Length;
        var end = text.AsSpan(start).IndexOfAny('/', '?');
        var written = end < 0 ? text[start..] : text[start..(start + end)];
        return url.Host.EndsWith('.') || (!Same(written, url.Host) && !Same(written, $"{url.Host}:{url.Port}")) ? null : url;

        static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
    }
}
