using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack;

/// <summary>Makes the key under which a change is stored once.</summary>
internal static class DedupeKeys
{
    /// <summary>The longest key that a client may send.</summary>
    public const int ClientKeyLengthMax = 200;

    /// <summary>The key of what a client named: the same author and name give the same key on every gateway, on the socket and over HTTP.</summary>
    /// <param name="author">Who sends; other authors' names don't meet.</param>
    /// <param name="clientKey"><c>client_msg_id</c> or Idempotency-Key.</param>
    /// <param name="scope">Empty for a post; else the method, so that one key may be used for a post and its later edit.</param>
    public static Guid Of(UserId author, string clientKey, string scope = "")
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(scope.Length == 0 ? $"{author.Value}\n{clientKey}" : $"{author.Value}\n{clientKey}\n{scope}"), hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>Makes a key for what carries none; time-ordered, since those insert twice as fast as random ones.</summary>
    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>The key of one part of a change that has several.</summary>
    public static Guid Part(Guid key, int index)
    {
        Span<byte> bytes = stackalloc byte[20];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], index);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return index == 0 ? key : new Guid(hash[..16], bigEndian: true);
    }
}
