using System.Security.Cryptography;
using System.Text;

namespace OrleansSocial.Grains.Chains;

/// <summary>Keys of rows that follow from another row, so that doing them twice stores them once.</summary>
internal static class DedupeKeys
{
    /// <summary>Derives a key from what makes the row unique.</summary>
    public static Guid From(params ReadOnlySpan<string> parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts)));
        return new Guid(hash.AsSpan(0, 16));
    }
}
