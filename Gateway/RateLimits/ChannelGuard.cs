using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Caching;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.RateLimits;

/// <summary>
/// Keeps random ids from activating grains without bound: a token may ask for a few channels a minute that turn out not to exist;
/// after that it is refused for channels that this gateway has not seen exist.
/// </summary>
internal sealed class ChannelGuard(TimeProvider time, IOptions<RateLimitOptions> options)
{
    /// <summary>The most channels that are remembered to exist.</summary>
    public const int ChannelsMax = 200_000;

    /// <summary>The most tokens whose misses are remembered.</summary>
    public const int TokensMax = 50_000;

    private readonly TwoGenerationCache<(TeamId Team, ChannelId Channel), bool> seen = new(ChannelsMax);
    private readonly TwoGenerationCache<string, TokenBucket> misses = new(TokensMax);
    private readonly int perMinute = options.Value.UnknownIdsPerMinute;

    /// <summary>Records that a channel exists.</summary>
    public void Seen(TeamId team, ChannelId channel)
    {
        if (!seen.TryGet((team, channel), out _))
        {
            seen.Set((team, channel), true);
        }
    }

    /// <summary>Tells whether this gateway has seen the channel exist.</summary>
    public bool IsSeen(TeamId team, ChannelId channel) => seen.TryGet((team, channel), out _);

    /// <summary>Takes one of the token's misses before an unseen channel is asked; <see cref="Exists"/> gives it back.</summary>
    public bool TryAsk(string tokenId, out TimeSpan wait) => Bucket(tokenId).TryTake(out wait);

    /// <summary>Gives the miss back: the channel was there.</summary>
    public void Exists(string tokenId, TeamId team, ChannelId channel)
    {
        Bucket(tokenId).GiveBack();
        Seen(team, channel);
    }

    private TokenBucket Bucket(string tokenId) =>
        misses.GetOrAdd(tokenId, _ => new TokenBucket(time, perMinute / 60.0, perMinute));
}
