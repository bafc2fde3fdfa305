using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Settings of the WebSockets: section <c>OrleansSocial:Rtm</c>.</summary>
public sealed class RtmOptions
{
    /// <summary>The section below <c>OrleansSocial</c>.</summary>
    public const string Section = "Rtm";

    /// <summary>Gets or sets the most sockets of this gateway; further ones get 503. Default 50,000.</summary>
    [Range(1, 10_000_000)]
    public int SocketsMax { get; set; } = 50_000;

    /// <summary>Gets or sets how many frames wait for one socket before it is closed as too slow. Default 256.</summary>
    [Range(16, 100_000)]
    public int QueueFramesMax { get; set; } = 256;

    /// <summary>Gets or sets how many bytes wait for one socket before it is closed as too slow. Default 1 MiB.</summary>
    [Range(65_536, 1_073_741_824)]
    public int QueueBytesMax { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets how long a frame waits for its socket before that is closed as too slow. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan QueueAgeMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets how many bytes the kernel takes for one socket (it keeps twice as many). Small, because what is in there
    /// is out of reach: a client that stops reading is noticed when this and the queue are full. Default 128 KiB.
    /// </summary>
    [Range(4_096, 16_777_216)]
    public int SendBufferBytes { get; set; } = 128 * 1024;

    /// <summary>Gets or sets after how much quiet a protocol ping goes out. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:25")]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long its pong may take before the peer counts as gone. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how many frames a second one socket may send over time. Default 200.</summary>
    [Range(1, 1_000_000)]
    public int InboundPerSecond { get; set; } = 200;

    /// <summary>Gets or sets how many frames a socket may send at once; beyond it frames are refused, at twice as many it is closed. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int InboundBurst { get; set; } = 1_000;

    /// <summary>Gets or sets how often a socket is told its reconnect URL. Default 180 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ReconnectUrlPeriod { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>Gets or sets how often open sessions are saved. A gateway crash repeats at most so much to unmodified clients. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:10")]
    public TimeSpan SavePeriod { get; set; } = TimeSpan.FromSeconds(5);
}
