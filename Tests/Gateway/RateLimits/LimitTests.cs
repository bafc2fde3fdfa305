using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.Caching;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Gateway.RateLimits;

public sealed class LimitTests : IDisposable
{
    private static readonly TeamId Team = TeamId.FromNumber(2);
    private readonly FakeTimeProvider time = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => services.Dispose();

    [Fact]
    public void Calls_have_a_burst_and_a_rate_for_each_token_and_method()
    {
        var limits = Limits(new RateLimitOptions { Tier2PerSecond = 2, Tier2Burst = 3 });

        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(limits.TryTake("t", "m", RateTier.Tier2, out TimeSpan _)));
        Assert.False(limits.TryTake("t", "m", RateTier.Tier2, out var wait));
        Assert.InRange(wait, TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(500));
        Assert.True(limits.TryTake("t", "other", RateTier.Tier2, out _));
        Assert.True(limits.TryTake("u", "m", RateTier.Tier2, out _));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limits.TryTake("t", "m", RateTier.Tier2, out _));
        Assert.True(limits.TryTake("t", "m", RateTier.Tier2, out _));
        Assert.False(limits.TryTake("t", "m", RateTier.Tier2, out _));
    }

    [Fact]
    public void Each_tier_has_its_own_rate_and_none_is_without()
    {
        var limits = Limits(new RateLimitOptions { Tier1Burst = 1, Tier2Burst = 2, Tier3Burst = 3, Tier4Burst = 4, SpecialBurst = 5 });

        foreach (var (tier, burst) in Enum.GetValues<RateTier>().Select((t, i) => (t, i + 1)))
        {
            Assert.Equal(burst, Enumerable.Range(0, 100).Count(_ => limits.TryTake("t", tier.ToString(), tier, out TimeSpan _)));
        }
    }

    [Fact]
    public void Defaults_grow_with_the_tier_and_are_above_Slacks()
    {
        var defaults = new RateLimitOptions();
        double[] rates = [defaults.Tier1PerSecond, defaults.Tier2PerSecond, defaults.Tier3PerSecond, defaults.Tier4PerSecond];
        double[] slacks = [1 / 60.0, 20 / 60.0, 50 / 60.0, 100 / 60.0];

        Assert.Equal(rates.Order(), rates);
        Assert.All(rates.Zip(slacks), r => Assert.True(r.First > r.Second));
        Assert.True(defaults.ChannelPostsPerSecond > 1);
    }

    [Fact]
    public void Posts_are_counted_for_each_token_and_channel()
    {
        var limits = Limits(new RateLimitOptions { ChannelPostsPerSecond = 1, ChannelPostsBurst = 2 });
        var (one, other) = (ChannelId.New(isPrivate: false), ChannelId.New(isPrivate: false));

        Assert.True(limits.TryPost("t", one, out _));
        Assert.True(limits.TryPost("t", one, out _));
        Assert.False(limits.TryPost("t", one, out var wait));
        Assert.InRange(wait, TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(1));
        Assert.True(limits.TryPost("t", other, out _));
        Assert.True(limits.TryPost("u", one, out _));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limits.TryPost("t", one, out _));
        Assert.False(limits.TryPost("t", one, out _));
    }

    [Fact]
    public void Who_has_no_token_counts_by_address()
    {
        var limits = Limits(new RateLimitOptions { Tier4PerSecond = 1, Tier4Burst = 1 });

        Assert.True(Take("192.0.2.1"));
        Assert.False(Take("192.0.2.1"));
        Assert.False(Take("::ffff:192.0.2.1"));
        Assert.True(Take("192.0.2.2"));
        Assert.True(Take("2001:db8:0:1::1"));
        Assert.False(Take("2001:db8:0:1:ffff::2"));
        Assert.True(Take("2001:db8:0:2::1"));
        Assert.True(limits.TryTake("t", "m", RateTier.Tier4, out _));

        bool Take(string address) => limits.TryTake(IPAddress.Parse(address), "m", RateTier.Tier4, out _);
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

    private CallLimits Limits(RateLimitOptions options) =>
        new(time, Options.Create(options), new RateLimitInstruments(services.GetRequiredService<IMeterFactory>()));
}
