using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>Settings of apps' sockets: section <c>OrleansSocial:SocketMode</c>. Keep-alive is that of <c>OrleansSocial:Rtm</c>.</summary>
public sealed class SocketModeOptions
{
    /// <summary>The section below <c>OrleansSocial</c>.</summary>
    public const string Section = "SocketMode";

    /// <summary>Gets or sets how long an app may take to acknowledge an envelope before it is sent again. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")]
    public TimeSpan AckTimeMax { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets or sets how often an event is sent again before it is given up. Default 3.</summary>
    [Range(0, 100)]
    public int RetriesMax { get; set; } = 3;

    /// <summary>Gets or sets how many envelopes of an app are on their way at once; further ones wait. Default 100.</summary>
    [Range(1, 1_000)]
    public int InFlightMax { get; set; } = 100;

    /// <summary>Gets or sets after how long a socket is asked to connect anew. Default 4 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ConnectionTime { get; set; } = TimeSpan.FromHours(4);
}
