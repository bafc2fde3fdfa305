using System.Security.Cryptography;
using System.Text;

namespace OrleansSocial.Grains.Interfaces.Accounts;

/// <summary>How a token becomes the id under which it is stored and revoked.</summary>
public static class TokenIds
{
    /// <summary>Gets the id of a token: lower-case hex of its SHA-256. The token is random, so that a plain hash keeps it secret.</summary>
    /// <param name="token">The token in clear.</param>
    public static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
