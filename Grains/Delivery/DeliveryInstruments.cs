using System.Diagnostics.Metrics;

namespace OrleansSocial.Grains.Delivery;

/// <summary>The meter of a silo's outboxes.</summary>
internal sealed class DeliveryInstruments
{
    public const string MeterName = "OrleansSocial.Delivery";

    private readonly Counter<long> _batches;
    private readonly Counter<long> _events;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _signalsDropped;
    private readonly Meter _meter;

    public DeliveryInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _batches = _meter.CreateCounter<long>("orleanssocial.outbox.batches", "{batch}", "Batches with events that the stream has taken");
        _events = _meter.CreateCounter<long>("orleanssocial.outbox.events", "{event}", "Events that the stream has taken");
        _dropped = _meter.CreateCounter<long>("orleanssocial.outbox.dropped", "{event}", "Events dropped at an outbox's bound or by the fault switch");
        _signalsDropped = _meter.CreateCounter<long>("orleanssocial.outbox.signals.dropped", "{signal}", "Typing and presence dropped at an outbox's bound");
        _failures = _meter.CreateCounter<long>("orleanssocial.outbox.failures", "{batch}", "Batches that the stream did not take");
    }

    public void Observe(Func<long> depth, Func<double> age)
    {
        _meter.CreateObservableGauge("orleanssocial.outbox.depth", depth, "{event}", "Events waiting in the outboxes");
        _meter.CreateObservableGauge("orleanssocial.outbox.age", age, "s", "Age of the oldest event that waits in an outbox");
    }

    public void Sent(int events)
    {
        if (events > 0)
        {
            _batches.Add(1);
            _events.Add(events);
        }
    }

    public void Dropped() => _dropped.Add(1);

    public void SignalDropped() => _signalsDropped.Add(1);

    public void Failed() => _failures.Add(1);
}
