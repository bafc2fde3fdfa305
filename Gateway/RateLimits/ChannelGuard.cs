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
    /// <summary>The most channels that one token may ask for at once before it is known whether they exist.</summary>
    public const int AskedMax = 200;

    private readonly TwoGenerationCache<string, Misses> misses = new(TokensMax);
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

    /// <summary>Asks whether an unseen channel may be asked; <see cref="Answered"/> must follow.</summary>
    /// <param name="tokenId">The caller's token.</param>
    /// <param name="wait">How long to wait, when it is refused.</param>
    public bool TryAsk(string tokenId, out TimeSpan wait)
    {
        var own = Of(tokenId);
        if (!own.Bucket.HasToken(out wait))
        {
            return false;
        }

        if (Interlocked.Increment(ref own.Asked) <= AskedMax)
        {
            return true;
        }

        Interlocked.Decrement(ref own.Asked);
        wait = TimeSpan.FromSeconds(1);
        return false;
    }

    /// <summary>Ends an asking: only a channel that turned out not to exist counts, so that a client with many channels may start.</summary>
    /// <param name="tokenId">The caller's token.</param>
    /// <param name="team">The caller's team.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="exists">Whether it exists; null when there was no answer.</param>
    public void Answered(string tokenId, TeamId team, ChannelId channel, bool? exists)
    {
        var own = Of(tokenId);
        Interlocked.Decrement(ref own.Asked);
        if (exists == true)
        {
            Seen(team, channel);
        }
        else if (exists == false)
        {
            own.Bucket.Charge();
        }
    }

    private Misses Of(string tokenId) => misses.GetOrAdd(tokenId, _ => new Misses(new TokenBucket(time, perMinute / 60.0, perMinute)));

    private sealed class Misses(TokenBucket bucket)
    {
        public int Asked;

        public TokenBucket Bucket { get; } = bucket;
    }
}
