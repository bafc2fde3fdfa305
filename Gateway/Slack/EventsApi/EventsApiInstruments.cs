using System.Diagnostics.Metrics;
using OrleansSocial.Gateway.Outbound;

namespace OrleansSocial.Gateway.Slack.EventsApi;

/// <summary>The meter of deliveries to request URLs.</summary>
internal sealed class EventsApiInstruments
{
    public const string MeterName = "OrleansSocial.Gateway.EventsApi";

    private readonly Counter<long> _delivered;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _disabled;
    private readonly Meter _meter;

    public EventsApiInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _delivered = _meter.CreateCounter<long>("orleanssocial.eventsapi.delivered", "{delivery}", "Events, commands and clicks that a request URL took");
        _failed = _meter.CreateCounter<long>("orleanssocial.eventsapi.failed", "{delivery}", "Deliveries that failed, by reason; events are sent again");
        _dropped = _meter.CreateCounter<long>("orleanssocial.eventsapi.dropped", "{event}", "Events given up after their last retry");
        _gaps = _meter.CreateCounter<long>("orleanssocial.eventsapi.gaps", "{gap}", "Gaps of a chain that were too old to fill: the app goes on behind them");
        _disabled = _meter.CreateCounter<long>("orleanssocial.eventsapi.disabled", "{url}", "Request URLs that were disabled because they failed for too long");
    }

    public void Observe(Func<int> apps, Func<int> depth)
    {
        _meter.CreateObservableGauge("orleanssocial.eventsapi.apps", apps, "{app}", "Apps whose events this gateway posts");
        _meter.CreateObservableGauge("orleanssocial.eventsapi.queue.depth", depth, "{event}", "Events that wait for a request URL, on their way and to be sent again included");
    }

    public void Answered(OutboundAnswer answer)
    {
        if (answer.IsSuccess)
        {
            _delivered.Add(1);
        }
        else
        {
            _failed.Add(1, new KeyValuePair<string, object?>("reason", AppPoster.ReasonOf(answer)));
        }
    }

    public void Dropped() => _dropped.Add(1);

    public void Gap() => _gaps.Add(1);

    public void Disabled() => _disabled.Add(1);
}
