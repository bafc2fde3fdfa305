using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OrleansSocial.Gateway.Slack;

/// <summary>The opaque cursor of a list: base64url of its kind and a position. It holds no secret and no right: it is checked like any argument.</summary>
internal static class SlackCursor
{
    private const int LengthMax = 100;

    /// <summary>Makes a cursor.</summary>
    /// <param name="kind">Which list it belongs to.</param>
    /// <param name="position">Where the next page starts.</param>
    public static string Encode(string kind, string position) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{kind}:{position}"));

    /// <summary>Reads a cursor of that list.</summary>
    public static bool TryDecode(string cursor, string kind, [NotNullWhen(true)] out string? position)
    {
        position = null;
        Span<byte> bytes = stackalloc byte[LengthMax];
        if (cursor.Length > LengthMax || !Ascii.IsValid(cursor) || !Base64Url.IsValid(cursor)
            || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length) || !Ascii.IsValid(bytes[..length]))
        {
            return false;
        }

        var text = Encoding.ASCII.GetString(bytes[..length]);
        if (text.Length <= kind.Length || text[kind.Length] != ':' || !text.StartsWith(kind, StringComparison.Ordinal))
        {
            return false;
        }

        position = text[(kind.Length + 1)..];
        return true;
    }
}
