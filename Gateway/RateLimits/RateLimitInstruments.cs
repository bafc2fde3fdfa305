using System.Diagnostics.Metrics;
using OrleansSocial.Gateway.Slack;

namespace OrleansSocial.Gateway.RateLimits;

/// <summary>Metrics of refusals by a limit.</summary>
internal sealed class RateLimitInstruments
{
    private const string Channel = "channel";
    private const string Account = "account";

    private readonly Counter<long> limited;

    public RateLimitInstruments(IMeterFactory meters) =>
        limited = meters.Create(SlackInstruments.MeterName).CreateCounter<long>(
            "orleanssocial.gateway.limited", "{call}", "Calls refused because a token (or an address without one) was over its limit, by tier; posts over a channel's limit are tier channel, log-ins and sign-ups over theirs tier account.");

    /// <summary>Counts a call over its tier's limit.</summary>
    public void Limited(RateTier tier) => limited.Add(1, new KeyValuePair<string, object?>("tier", NameOf(tier)));

    /// <summary>Counts a post over its channel's limit.</summary>
    public void LimitedInChannel() => limited.Add(1, new KeyValuePair<string, object?>("tier", Channel));

    /// <summary>Counts a log-in or sign-up over a limit of its address, account or gateway.</summary>
    public void LimitedAccount() => limited.Add(1, new KeyValuePair<string, object?>("tier", Account));

    /// <summary>The tier as metrics and the reference of methods name it.</summary>
    public static string NameOf(RateTier tier) => tier switch
    {
        RateTier.Tier1 => "1",
        RateTier.Tier2 => "2",
        RateTier.Tier3 => "3",
        RateTier.Tier4 => "4",
        RateTier.Special => "special",
    };
}
