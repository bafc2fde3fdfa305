using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Tests.Gateway.Slack;

public sealed class SlackInstrumentsTests
{
    [Fact]
    public async Task Refusals_by_a_limit_are_counted_by_tier()
    {
        await using var api = await ApiHarness.StartAsync(
            ("OrleansSocial:RateLimits:Tier2PerSecond", "0.01"), ("OrleansSocial:RateLimits:Tier2Burst", "1"), ("OrleansSocial:RateLimits:ChannelPostsPerSecond", "0.01"), ("OrleansSocial:RateLimits:ChannelPostsBurst", "1"));
        var factory = api.Services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentBag<(string Tier, long Count)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name is "orleanssocial.gateway.limited")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => seen.Add(((string)tags[0].Value!, value)));
        listener.Start();

        await api.ErrorAsync("users.list", ApiHarness.Token);
        Assert.Empty(seen);
        Assert.Equal("ratelimited", await api.ErrorAsync("users.list", ApiHarness.Token));
        Assert.Equal([("2", 1L)], seen);
        await api.ErrorAsync("chat.postMessage", ApiHarness.Token, ("channel", ApiHarness.Channel), ("text", "x"));
        Assert.Equal("ratelimited", await api.ErrorAsync("chat.postMessage", ApiHarness.Token, ("channel", ApiHarness.Channel), ("text", "x")));
        Assert.Contains(("channel", 1L), seen);
    }

    [Fact]
    public async Task Each_metric_moves()
    {
        await using var api = await ApiHarness.StartAsync(("OrleansSocial:Gateway:RetryFor", "00:00:01"));
        var factory = api.Services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && string.Equals(instrument.Meter.Name, SlackInstruments.MeterName, StringComparison.Ordinal))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, old) => Math.Max(old, value)));
        listener.SetMeasurementEventCallback<int>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, old) => Math.Max(old, value)));
        listener.Start();

        api.Cluster.On<IChannelGrain>("Post", (_, _) =>
        {
            listener.RecordObservableInstruments();
            return Task.FromResult(PostResult.Refused(PostError.Unavailable));
        });
        using var response = await api.PostAsync("chat.postMessage", ("channel", ApiHarness.Channel), ("text", "x"));

        Assert.Equal(1, seen["orleanssocial.gateway.calls"]);
        Assert.Equal(1, seen["orleanssocial.gateway.requests"]);
        Assert.Equal(1, seen["orleanssocial.gateway.retries"]);
        Assert.Equal(1, seen["orleanssocial.gateway.outcomes.unknown"]);
        Assert.Contains("orleanssocial.gateway.bodies", seen.Keys);
    }
}
