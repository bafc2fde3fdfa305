using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Caching;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Gateway.RateLimits;

public sealed class LimitTests
{
    private static readonly TeamId Team = TeamId.FromNumber(2);
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Calls_have_a_burst_and_a_rate_for_each_token_and_method()
    {
        var limits = new CallLimits(time, Options.Create(new RateLimitOptions { CallsPerSecond = 2, CallsBurst = 3 }));

        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(limits.TryTake("t", "m", out TimeSpan _)));
        Assert.False(limits.TryTake("t", "m", out var wait));
        Assert.InRange(wait, TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(500));
        Assert.True(limits.TryTake("t", "other", out _));
        Assert.True(limits.TryTake("u", "m", out _));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limits.TryTake("t", "m", out _));
        Assert.True(limits.TryTake("t", "m", out _));
        Assert.False(limits.TryTake("t", "m", out _));
    }

    [Fact]
    public void Unknown_ids_are_counted_and_known_ones_are_not()
    {
        var guard = new ChannelGuard(time, Options.Create(new RateLimitOptions()));
        for (var i = 0; i < 100; i++)
        {
            Assert.True(guard.TryAsk("t", out _));
            guard.Answered("t", Team, ChannelId.New(isPrivate: false), exists: i % 2 == 0 ? true : null);
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.True(guard.TryAsk("t", out _));
            guard.Answered("t", Team, ChannelId.New(isPrivate: false), exists: false);
        }

        Assert.False(guard.TryAsk("t", out var wait));
        Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        Assert.True(guard.TryAsk("u", out _));
        time.Advance(TimeSpan.FromSeconds(3.1));
        Assert.True(guard.TryAsk("t", out _));
    }

    [Fact]
    public void A_client_may_start_with_many_channels_and_a_scan_pays_for_what_it_asked_at_once()
    {
        var guard = new ChannelGuard(time, Options.Create(new RateLimitOptions()));
        var channel = ChannelId.New(isPrivate: false);
        Assert.All(Enumerable.Range(0, ChannelGuard.AskedMax), _ => Assert.True(guard.TryAsk("t", out TimeSpan _)));
        Assert.False(guard.TryAsk("t", out _));
        guard.Answered("t", Team, channel, exists: true);
        Assert.True(guard.IsSeen(Team, channel));
        Assert.False(guard.IsSeen(TeamId.FromNumber(4), channel));
        Assert.True(guard.TryAsk("t", out _));

        for (var i = 0; i < ChannelGuard.AskedMax; i++)
        {
            guard.Answered("t", Team, ChannelId.New(isPrivate: false), exists: false);
        }

        time.Advance(TimeSpan.FromMinutes(8));
        Assert.False(guard.TryAsk("t", out _));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(guard.TryAsk("t", out _));
    }

    [Fact]
    public void Caches_forget_what_was_not_used_and_stay_bounded()
    {
        var cache = new TwoGenerationCache<int, int>(100);
        cache.Set(-1, 1);
        for (var i = 0; i < 1000; i++)
        {
            cache.Set(i, i);
            Assert.True(cache.TryGet(-1, out _));
        }

        var kept = Enumerable.Range(0, 1000).Count(i => cache.TryGet(i, out _));
        Assert.InRange(kept, 40, 101);
        Assert.True(cache.TryRemove(-1, out var value));
        Assert.Equal(1, value);
        Assert.False(cache.TryGet(-1, out _));
    }
}
