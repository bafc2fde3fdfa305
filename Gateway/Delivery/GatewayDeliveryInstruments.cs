using System.Diagnostics.Metrics;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>The meter of a gateway's half of delivery.</summary>
internal sealed class GatewayDeliveryInstruments
{
    public const string MeterName = "OrleansSocial.Gateway.Delivery";

    private readonly Counter<long> _batches;
    private readonly Counter<long> _holes;
    private readonly Counter<long> _repairs;
    private readonly Counter<long> _pages;
    private readonly Counter<long> _resyncs;
    private readonly Counter<long> _renewals;
    private readonly Counter<long> _subscriptions;
    private readonly Meter _meter;

    public GatewayDeliveryInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _batches = _meter.CreateCounter<long>("orleanssocial.gateway.batches", "{batch}", "Batches that arrived, heartbeats included");
        _holes = _meter.CreateCounter<long>("orleanssocial.gateway.holes", "{hole}", "Holes in an outbox's numbers, and silent outboxes");
        _repairs = _meter.CreateCounter<long>("orleanssocial.gateway.repairs", "{repair}", "Chains that were read anew after a hole");
        _pages = _meter.CreateCounter<long>("orleanssocial.gateway.pages", "{page}", "Pages of chains that were read, for repairs and for sockets that are behind");
        _resyncs = _meter.CreateCounter<long>("orleanssocial.gateway.resyncs", "{resync}", "Gaps that were too old to repair");
        _renewals = _meter.CreateCounter<long>("orleanssocial.gateway.renewals", "{call}", "Renewals of interest");
        _subscriptions = _meter.CreateCounter<long>("orleanssocial.gateway.subscriptions", "{call}", "Subscriptions to this gateway's stream");
    }

    public void Observe(Func<int> interests, Func<int> depth)
    {
        _meter.CreateObservableGauge("orleanssocial.gateway.interests", interests, "{chain}", "Chains that this gateway follows");
        _meter.CreateObservableGauge("orleanssocial.gateway.loop_depth", depth, "{item}", "Work that waits for the delivery loop");
    }

    public void Batch() => _batches.Add(1);

    public void Hole() => _holes.Add(1);

    public void Repair() => _repairs.Add(1);

    public void Page() => _pages.Add(1);

    public void Resync() => _resyncs.Add(1);

    public void Renewal() => _renewals.Add(1);

    public void Subscription() => _subscriptions.Add(1);
}
