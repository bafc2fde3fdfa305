using System.Security.Cryptography;
using System.Text;
using OrleansSocial.Gateway.Caching;
using OrleansSocial.Gateway.Slack.Requests;

namespace OrleansSocial.Gateway.Slack;

/// <summary>
/// Slack's SDK repeats a write after a dropped connection or a 5xx without any key. For a request without one whose answer did not reach the
/// client, its dedupe key is kept for the SDK's retry span and given to one identical request. A gateway that crashes forgets it.
/// </summary>
internal sealed class LostReplies(TimeProvider time)
{
    /// <summary>The most requests that are remembered.</summary>
    public const int RequestsMax = 50_000;

    /// <summary>How long for a method: the SDK's retries end after about half an hour.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(30);

    private readonly TwoGenerationCache<string, (Guid Key, long KeptAt, TimeSpan For)> requests = new(RequestsMax);

    /// <summary>Gets whether it remembers none.</summary>
    public bool IsEmpty => requests.IsEmpty;

    /// <summary>Remembers a request's key.</summary>
    /// <param name="tokenId">Whose request it is.</param>
    /// <param name="method">The wire method, or the kind of URL.</param>
    /// <param name="arguments">The request.</param>
    /// <param name="key">The key.</param>
    /// <param name="keptFor">How long.</param>
    public void Keep(string tokenId, string method, SlackArguments arguments, Guid key, TimeSpan keptFor) =>
        requests.Set(Fingerprint(tokenId, method, arguments), (key, time.GetTimestamp(), keptFor));

    /// <summary>Takes the key of an identical request whose answer was lost.</summary>
    public bool TryTake(string tokenId, string method, SlackArguments arguments, out Guid key)
    {
        key = default;
        if (IsEmpty || !requests.TryRemove(Fingerprint(tokenId, method, arguments), out var kept)
            || time.GetElapsedTime(kept.KeptAt) > kept.For)
        {
            return false;
        }

        key = kept.Key;
        return true;
    }

    private static string Fingerprint(string tokenId, string method, SlackArguments arguments)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, tokenId);
        Append(hash, method);
        foreach (var (name, value) in arguments.All)
        {
            Append(hash, name);
            Append(hash, value);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));

        // Ends the part: UTF-8 has no such byte, so that no two lists of parts read the same.
        hash.AppendData([0xFF]);
    }
}
