using System.Diagnostics.Metrics;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>The meter of a gateway's sockets.</summary>
internal sealed class RtmInstruments
{
    public const string MeterName = "OrleansSocial.Gateway.Sockets";

    private readonly Counter<long> _frames;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _resyncs;
    private readonly Meter _meter;

    public RtmInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _frames = _meter.CreateCounter<long>("orleanssocial.sockets.frames", "{frame}", "Frames sent");
        _slow = _meter.CreateCounter<long>("orleanssocial.sockets.slow", "{socket}", "Sockets closed because their queue was full or too old");
        _refused = _meter.CreateCounter<long>("orleanssocial.sockets.refused", "{frame}", "Frames of clients refused: over the rate, too large or not JSON");
        _resyncs = _meter.CreateCounter<long>("orleanssocial.sockets.resyncs", "{resync}", "Sockets told to resync, or closed for it");
    }

    public void Observe(Func<int> sockets) =>
        _meter.CreateObservableGauge("orleanssocial.sockets.open", sockets, "{socket}", "Open sockets");

    public void Sent(int frames) => _frames.Add(frames);

    public void Slow() => _slow.Add(1);

    public void Refused() => _refused.Add(1);

    public void Resync() => _resyncs.Add(1);
}
