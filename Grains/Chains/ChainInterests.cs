using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Chains;

/// <summary>Which gateways want a chain's events. A gateway renews once a minute; one that does not for 3 minutes is forgotten.</summary>
internal sealed class ChainInterests(ChainId chain, IGatewayOutboxes outboxes, TimeProvider timeProvider)
{
    /// <summary>The most gateways; a cluster has fewer by far.</summary>
    public const int GatewaysMax = 256;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, DateTimeOffset> _gateways = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep = timeProvider.GetUtcNow() + SweepPeriod;

    /// <summary>Takes or renews an interest.</summary>
    public void Renew(string gateway)
    {
        var now = timeProvider.GetUtcNow();
        if (_gateways.Count >= GatewaysMax && !_gateways.ContainsKey(gateway))
        {
            Sweep(now);
            if (_gateways.Count >= GatewaysMax)
            {
                throw new InvalidOperationException($"Over {GatewaysMax} gateways follow one chain.");
            }
        }

        _gateways[gateway] = now + Lifetime;
        outboxes.Touch(gateway);
    }

    /// <summary>Ends an interest.</summary>
    public void Forget(string gateway) => _gateways.Remove(gateway);

    /// <summary>Hands an event to the outbox of every gateway that wants it.</summary>
    public void Publish(ChannelEvent published)
    {
        // A gateway that died must not be offered events for ever: that would keep its outbox alive.
        var now = timeProvider.GetUtcNow();
        if (now >= _nextSweep)
        {
            Sweep(now);
        }

        foreach (var gateway in _gateways.Keys)
        {
            outboxes.Offer(gateway, published);
        }
    }

    /// <summary>Hands a signal to the outbox of every gateway that follows.</summary>
    public void Signal(ChainSignal signal)
    {
        foreach (var gateway in _gateways.Keys)
        {
            outboxes.Signal(gateway, signal);
        }
    }

    /// <summary>Tells the gateways that this activation ends: they renew with the next one.</summary>
    public void Release()
    {
        foreach (var gateway in _gateways.Keys)
        {
            outboxes.Release(gateway, chain);
        }

        _gateways.Clear();
    }

    private void Sweep(DateTimeOffset now)
    {
        _nextSweep = now + SweepPeriod;
        foreach (var (gateway, until) in _gateways)
        {
            if (until < now)
            {
                _gateways.Remove(gateway);
            }
        }
    }
}
