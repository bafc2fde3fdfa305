using System.Diagnostics.Metrics;
using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack;

/// <summary>Metrics of the HTTP calls.</summary>
internal sealed class SlackInstruments
{
    /// <summary>The meter of the gateway.</summary>
    public const string MeterName = "OrleansSocial.Gateway";

    private readonly Counter<long> calls;
    private readonly Counter<long> retries;
    private readonly Counter<long> unknown;

    public SlackInstruments(IMeterFactory meters, RequestBounds bounds)
    {
        var meter = meters.Create(MeterName);
        calls = meter.CreateCounter<long>("orleanssocial.gateway.calls", "{call}", "Calls answered, by method, HTTP status and error word.");
        retries = meter.CreateCounter<long>("orleanssocial.gateway.retries", "{try}", "Grain calls tried again because they had no outcome.");
        unknown = meter.CreateCounter<long>("orleanssocial.gateway.outcomes.unknown", "{call}", "Grain calls that had no outcome in the time allowed: 503.");
        meter.CreateObservableGauge("orleanssocial.gateway.requests", () => bounds.Requests, "{request}", "Requests in work.");
        meter.CreateObservableGauge("orleanssocial.gateway.bodies", () => bounds.BodyBytes, "By", "Request bodies in memory.");
    }

    /// <summary>Counts a try after the first.</summary>
    public void TriedAgain() => retries.Add(1);

    /// <summary>Counts a call given up.</summary>
    public void GivenUp() => unknown.Add(1);


    /// <summary>Counts an answer.</summary>
    /// <param name="method">The method, or null for an unknown one.</param>
    /// <param name="reply">The answer.</param>
    public void Answered(string? method, SlackReply reply) =>
        calls.Add(1, new("method", method ?? "unknown"), new("status", reply.Status), new("error", method is "api.test" ? null : reply.Error));
}
