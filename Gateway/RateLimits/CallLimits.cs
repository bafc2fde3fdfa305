using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Caching;

namespace OrleansSocial.Gateway.RateLimits;

/// <summary>A token bucket per token and method. Only good tokens get one, so strangers cannot fill the table.</summary>
internal sealed class CallLimits(TimeProvider time, IOptions<RateLimitOptions> options)
{
    /// <summary>The most pairs of token and method that are remembered; a forgotten one starts with a full bucket.</summary>
    public const int BucketsMax = 100_000;

    private readonly TwoGenerationCache<(string TokenId, string Method), TokenBucket> buckets = new(BucketsMax);
    private readonly RateLimitOptions options = options.Value;

    /// <summary>Counts one call.</summary>
    /// <param name="tokenId">The caller's token.</param>
    /// <param name="method">The wire method.</param>
    /// <param name="wait">How long to wait, when it is refused.</param>
    public bool TryTake(string tokenId, string method, out TimeSpan wait) =>
        buckets.GetOrAdd((tokenId, method), _ => new TokenBucket(time, options.CallsPerSecond, options.CallsBurst)).TryTake(out wait);
}
