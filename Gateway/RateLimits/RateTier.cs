namespace OrleansSocial.Gateway.RateLimits;

/// <summary>How often one token may call a method (Slack: rate limits, tiers). The rates are <see cref="RateLimitOptions"/>; Slack's own are in brackets.</summary>
internal enum RateTier
{
    /// <summary>Seldom called: opening sessions (1 a minute and more).</summary>
    Tier1,

    /// <summary>Changes of what is seldom changed, and whole lists (20 a minute and more).</summary>
    Tier2,

    /// <summary>Pages of lists and history, and most changes: the default (50 a minute and more).</summary>
    Tier3,

    /// <summary>What clients ask for each thing that they show (100 a minute and more).</summary>
    Tier4,

    /// <summary>Posts, which are also limited in each channel, and what is cheap (each its own; 1 post a second and channel).</summary>
    Special,
}
