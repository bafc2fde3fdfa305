using System.Diagnostics.Metrics;

namespace OrleansSocial.Gateway.Presence;

/// <summary>The meter of presence: what it costs in calls and frames, which must grow with subscriptions and not with the team.</summary>
internal sealed class PresenceInstruments
{
    public const string MeterName = "OrleansSocial.Gateway.Presence";

    private readonly Counter<long> _calls;
    private readonly Counter<long> _named;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _told;

    public PresenceInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _calls = meter.CreateCounter<long>("orleanssocial.presence.calls", "{call}", "Calls of presence grains: reports and watches");
        _named = meter.CreateCounter<long>("orleanssocial.presence.named", "{member}", "Members that these calls named");
        _frames = meter.CreateCounter<long>("orleanssocial.presence.frames", "{frame}", "Presence frames sent");
        _told = meter.CreateCounter<long>("orleanssocial.presence.told", "{member}", "Members whose presence these frames told");
    }

    public void Called(int members)
    {
        _calls.Add(1);
        _named.Add(members);
    }

    public void Told(int frames, int members)
    {
        _frames.Add(frames);
        _told.Add(members);
    }
}
