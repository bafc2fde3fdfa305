using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Gateway;

/// <summary>Settings of a gateway: section <c>OrleansSocial:Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The section below <c>OrleansSocial</c>.</summary>
    public const string Section = "Gateway";

    /// <summary>Gets or sets the base URL that clients are told (auth.test, rtm.connect, invites, pictures) and apps (response URLs). Unset, the default: scheme and Host of the request; frames and apps are told the server's own address.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Gets or sets the proxies in front, as addresses or networks (<c>10.0.0.0/24</c>), at most 64: what they say of a request's origin is believed. None by default. Without them all clients behind a proxy share the limits of one address.</summary>
    [MaxLength(64)]
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Gets or sets the most requests in work at once; beyond it 429. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsMax { get; set; } = 20_000;

    /// <summary>Gets or sets the most bytes of request bodies in memory at once; beyond it 429. Default 4 MiB.</summary>
    [Range(1_048_576, int.MaxValue)]
    public int BodyBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Gets or sets how long a call whose outcome is not known is tried again under its key before 503. Default 25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(25);
}
