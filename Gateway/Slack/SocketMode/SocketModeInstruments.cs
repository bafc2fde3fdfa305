using System.Diagnostics.Metrics;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>The meter of apps' sockets.</summary>
internal sealed class SocketModeInstruments
{
    public const string MeterName = "OrleansSocial.Gateway.SocketMode";

    private readonly Counter<long> _sent;
    private readonly Counter<long> _retried;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _gaps;
    private readonly Meter _meter;

    public SocketModeInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _sent = _meter.CreateCounter<long>("orleanssocial.socketmode.sent", "{envelope}", "Envelopes sent, first and further times");
        _retried = _meter.CreateCounter<long>("orleanssocial.socketmode.retried", "{envelope}", "Envelopes sent again: not acknowledged in time, or their socket ended");
        _dropped = _meter.CreateCounter<long>("orleanssocial.socketmode.dropped", "{envelope}", "Envelopes given up after their last retry");
        _gaps = _meter.CreateCounter<long>("orleanssocial.socketmode.gaps", "{gap}", "Gaps of a chain that were too old to fill: the app goes on behind them");
    }

    public void Observe(Func<int> sockets) =>
        _meter.CreateObservableGauge("orleanssocial.socketmode.open", sockets, "{socket}", "Open sockets of apps");

    public void Sent(bool isRetry)
    {
        _sent.Add(1);
        if (isRetry)
        {
            _retried.Add(1);
        }
    }

    public void Dropped() => _dropped.Add(1);

    public void Gap() => _gaps.Add(1);
}
