using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Gateway.Slack.EventsApi;

/// <summary>Settings of deliveries to apps' request URLs: section <c>OrleansSocial:EventsApi</c>. Which URLs are allowed: <c>OrleansSocial:Outbound</c>.</summary>
public sealed class EventsApiOptions
{
    /// <summary>The section below <c>OrleansSocial</c>.</summary>
    public const string Section = "EventsApi";

    /// <summary>Gets or sets how many events are on their way to one URL at once; to one that fails, one. Default 10.</summary>
    [Range(1, 100)]
    public int InFlightMax { get; set; } = 10;

    /// <summary>Gets or sets how many commands and clicks are on their way to one URL at once; further ones are refused. Default 20.</summary>
    [Range(1, 1_000)]
    public int RequestsMax { get; set; } = 20;

    /// <summary>Gets or sets how many apps one gateway posts events for; others are left to other gateways. Default 2,000.</summary>
    [Range(1, 100_000)]
    public int AppsMax { get; set; } = 2_000;

    /// <summary>Gets or sets after how many failures one after another a URL is disabled, if they took <c>FailingTimeMax</c>. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int FailuresMax { get; set; } = 100;

    /// <summary>Gets or sets how long a URL may fail without a success between before it is disabled. Default 1 h, as Slack's.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan FailingTimeMax { get; set; } = TimeSpan.FromHours(1);
}
