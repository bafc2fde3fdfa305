using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Gateway.RateLimits;

/// <summary>What one caller, and all callers of one gateway together, may ask: section <c>OrleansSocial:RateLimits</c>. Beyond it 429 with Retry-After.</summary>
public sealed class RateLimitOptions
{
    /// <summary>The section below <c>OrleansSocial</c>.</summary>
    public const string Section = "RateLimits";

    /// <summary>Gets or sets calls a second of one token to one method of tier 1. Default 20.</summary>
    [Range(0.01, 1_000_000)]
    public double Tier1PerSecond { get; set; } = 20;

    /// <summary>Gets or sets how many of them may come at once. Default 200.</summary>
    [Range(1, 10_000_000)]
    public int Tier1Burst { get; set; } = 200;

    /// <summary>Gets or sets calls a second of one token to one method of tier 2. Default 30.</summary>
    [Range(0.01, 1_000_000)]
    public double Tier2PerSecond { get; set; } = 30;

    /// <summary>Gets or sets how many of them may come at once. Default 300.</summary>
    [Range(1, 10_000_000)]
    public int Tier2Burst { get; set; } = 300;

    /// <summary>Gets or sets calls a second of one token to one method of tier 3. Default 50.</summary>
    [Range(0.01, 1_000_000)]
    public double Tier3PerSecond { get; set; } = 50;

    /// <summary>Gets or sets how many of them may come at once. Default 500.</summary>
    [Range(1, 10_000_000)]
    public int Tier3Burst { get; set; } = 500;

    /// <summary>Gets or sets calls a second of one token to one method of tier 4. Default 100.</summary>
    [Range(0.01, 1_000_000)]
    public double Tier4PerSecond { get; set; } = 100;

    /// <summary>Gets or sets how many of them may come at once. Default 1,000.</summary>
    [Range(1, 10_000_000)]
    public int Tier4Burst { get; set; } = 1_000;

    /// <summary>Gets or sets calls a second of one token to one method of the special tier. Default 100.</summary>
    [Range(0.01, 1_000_000)]
    public double SpecialPerSecond { get; set; } = 100;

    /// <summary>Gets or sets how many of them may come at once. Default 1,000.</summary>
    [Range(1, 10_000_000)]
    public int SpecialBurst { get; set; } = 1_000;

    /// <summary>Gets or sets posts a second of one token into one channel. Default 50.</summary>
    [Range(0.01, 1_000_000)]
    public double ChannelPostsPerSecond { get; set; } = 50;

    /// <summary>Gets or sets how many of them may come at once. Default 500.</summary>
    [Range(1, 10_000_000)]
    public int ChannelPostsBurst { get; set; } = 500;

    /// <summary>Gets or sets sign-ups a second of one gateway. Default 20.</summary>
    [Range(0.01, 1_000_000)]
    public double SignUpsPerSecond { get; set; } = 20;

    /// <summary>Gets or sets how many of them may come at once. Default 200.</summary>
    [Range(1, 10_000_000)]
    public int SignUpsBurst { get; set; } = 200;

    /// <summary>Gets or sets log-ins a second of one gateway. Default 20.</summary>
    [Range(0.01, 1_000_000)]
    public double LogInsPerSecond { get; set; } = 20;

    /// <summary>Gets or sets how many of them may come at once. Default 200.</summary>
    [Range(1, 10_000_000)]
    public int LogInsBurst { get; set; } = 200;

    /// <summary>Gets or sets log-ins a minute from one address (of IPv6: one /64). Default 120.</summary>
    [Range(0.01, 1_000_000)]
    public double LogInsPerAddressPerMinute { get; set; } = 120;

    /// <summary>Gets or sets how many of them may come at once. Default 100.</summary>
    [Range(1, 10_000_000)]
    public int LogInsPerAddressBurst { get; set; } = 100;

    /// <summary>Gets or sets log-ins a minute to one account, right or wrong, from anywhere. Default 10.</summary>
    [Range(0.01, 1_000_000)]
    public double LogInsPerEmailPerMinute { get; set; } = 10;

    /// <summary>Gets or sets how many of them may come at once. Default 20.</summary>
    [Range(1, 10_000_000)]
    public int LogInsPerEmailBurst { get; set; } = 20;

    /// <summary>Gets or sets sign-ups a minute from one address (of IPv6: one /64). Default 120.</summary>
    [Range(0.01, 1_000_000)]
    public double SignUpsPerAddressPerMinute { get; set; } = 120;

    /// <summary>Gets or sets how many of them may come at once. Default 100.</summary>
    [Range(1, 10_000_000)]
    public int SignUpsPerAddressBurst { get; set; } = 100;

    /// <summary>Gets or sets calls of rtm.connect a second of one gateway. Default 200.</summary>
    [Range(0.01, 1_000_000)]
    public double ConnectsPerSecond { get; set; } = 200;

    /// <summary>Gets or sets how many of them may come at once. Default 1,000.</summary>
    [Range(1, 10_000_000)]
    public int ConnectsBurst { get; set; } = 1_000;

    /// <summary>Gets or sets how many sessions are opened and claimed at a time; the others wait up to 8 s. Default 16.</summary>
    [Range(1, 10_000)]
    public int ConnectsAtOnce { get; set; } = 16;

    /// <summary>Gets or sets look-ups a second of tokens that this gateway has not seen. Default 500.</summary>
    [Range(0.01, 1_000_000)]
    public double TokenLookUpsPerSecond { get; set; } = 500;

    /// <summary>Gets or sets how many of them may come at once. Default 5,000.</summary>
    [Range(1, 10_000_000)]
    public int TokenLookUpsBurst { get; set; } = 5_000;

    /// <summary>Gets or sets how many ids that do not exist one token may ask for in a minute. Default 20.</summary>
    [Range(1, 1_000_000)]
    public int UnknownIdsPerMinute { get; set; } = 20;
}
