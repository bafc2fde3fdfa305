namespace OrleansSocial.Gateway.Sessions;

/// <summary>How many frames a socket may still send: a token bucket, used by its reader only.</summary>
internal sealed class InboundRate(RtmOptions options, TimeProvider clock)
{
    private double _tokens = options.InboundBurst;
    private long _at = clock.GetTimestamp();

    /// <summary>Takes a token for a frame.</summary>
    public void Take()
    {
        Fill();
        _tokens--;
    }

    /// <summary>Gets whether the last frame was one too many.</summary>
    public bool IsOver => _tokens < 0;

    /// <summary>Gets whether the client goes on although it was told to slow down.</summary>
    public bool IsFlood => _tokens < -options.InboundBurst;

    private void Fill()
    {
        var now = clock.GetTimestamp();
        _tokens = Math.Min(options.InboundBurst, _tokens + (clock.GetElapsedTime(_at, now).TotalSeconds * options.InboundPerSecond));
        _at = now;
    }
}
