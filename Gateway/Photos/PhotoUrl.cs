using System.Globalization;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Photos;

/// <summary>The URLs of members' pictures. They need no token, as an image in a page has none: the hash is what nobody guesses.</summary>
internal static class PhotoUrl
{
    /// <summary>The route of every picture.</summary>
    public const string Path = "/photos/{team}/{user}/{hash}/{size}.jpg";

    /// <summary>The URL of a size.</summary>
    public static string Of(Uri baseUrl, TeamId team, UserId user, string hash, int size) =>
        string.Create(CultureInfo.InvariantCulture, $"{baseUrl.AbsoluteUri}photos/{team.Value}/{user.Value}/{hash}/{size}.jpg");

    /// <summary>Tells whether a text has the form of a hash.</summary>
    public static bool IsHash(string? text) => text is { Length: MemberPhoto.HashLength } && text.All(char.IsAsciiHexDigitLower);
}
