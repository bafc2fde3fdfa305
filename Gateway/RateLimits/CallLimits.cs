using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Caching;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.RateLimits;

/// <summary>
/// A token bucket for each token and method, at the rate of the method's tier, and one for each token and channel that it posts to.
/// Only good tokens get one, so strangers cannot fill the table; calls that need no token count for their address, in a table of their own.
/// </summary>
internal sealed class CallLimits(TimeProvider time, IOptions<RateLimitOptions> options, RateLimitInstruments instruments)
{
    /// <summary>The most pairs that are remembered, of each kind; a forgotten one starts with a full bucket.</summary>
    public const int BucketsMax = 100_000;

    private const int NetworkBytes = 8;

    private readonly TwoGenerationCache<(string TokenId, string Method), TokenBucket> calls = new(BucketsMax);
    private readonly TwoGenerationCache<(string Address, string Method), TokenBucket> strangers = new(BucketsMax);
    private readonly TwoGenerationCache<(string TokenId, ChannelId Channel), TokenBucket> posts = new(BucketsMax);
    private readonly RateLimitOptions options = options.Value;

    /// <summary>Counts one call of a good token.</summary>
    /// <param name="tokenId">The caller's token.</param>
    /// <param name="method">The wire method.</param>
    /// <param name="tier">The method's tier.</param>
    /// <param name="wait">How long to wait, when it is refused.</param>
    public bool TryTake(string tokenId, string method, RateTier tier, out TimeSpan wait) =>
        Counted(calls.GetOrAdd((tokenId, method), _ => BucketOf(tier)), tier, out wait);

    /// <summary>Counts one call of a method that needs no token.</summary>
    /// <param name="address">Whom it came from; IPv6 addresses of one /64 are one caller.</param>
    /// <param name="method">The wire method.</param>
    /// <param name="tier">The method's tier.</param>
    /// <param name="wait">How long to wait, when it is refused.</param>
    public bool TryTake(IPAddress? address, string method, RateTier tier, out TimeSpan wait) =>
        Counted(strangers.GetOrAdd((NameOf(address), method), _ => BucketOf(tier)), tier, out wait);

    /// <summary>Counts one post into a channel.</summary>
    /// <param name="tokenId">The caller's token.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="wait">How long to wait, when it is refused.</param>
    public bool TryPost(string tokenId, ChannelId channel, out TimeSpan wait)
    {
        var bucket = posts.GetOrAdd((tokenId, channel), _ => new TokenBucket(time, options.ChannelPostsPerSecond, options.ChannelPostsBurst));
        if (bucket.TryTake(out wait))
        {
            return true;
        }

        instruments.LimitedInChannel();
        return false;
    }

    /// <summary>Names whom an address stands for: IPv6 addresses of one /64 are one caller.</summary>
    public static string NameOf(IPAddress? address) => address switch
    {
        null => string.Empty,
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes)),
        _ => address.ToString(),
    };

    private TokenBucket BucketOf(RateTier tier) => tier switch
    {
        RateTier.Tier1 => new TokenBucket(time, options.Tier1PerSecond, options.Tier1Burst),
        RateTier.Tier2 => new TokenBucket(time, options.Tier2PerSecond, options.Tier2Burst),
        RateTier.Tier3 => new TokenBucket(time, options.Tier3PerSecond, options.Tier3Burst),
        RateTier.Tier4 => new TokenBucket(time, options.Tier4PerSecond, options.Tier4Burst),
        RateTier.Special => new TokenBucket(time, options.SpecialPerSecond, options.SpecialBurst),
    };

    private bool Counted(TokenBucket bucket, RateTier tier, out TimeSpan wait)
    {
        if (bucket.TryTake(out wait))
        {
            return true;
        }

        instruments.Limited(tier);
        return false;
    }
}
