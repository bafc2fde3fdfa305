using System.Diagnostics.Metrics;

namespace OrleansSocial.Gateway.Slack;

/// <summary>Metrics of the HTTP calls.</summary>
internal sealed class SlackInstruments
{
    /// <summary>The meter of the gateway.</summary>
    public const string MeterName = "OrleansSocial.Gateway";

    private readonly Counter<long> calls;

    public SlackInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        calls = meter.CreateCounter<long>("orleanssocial.gateway.calls", "{call}", "Calls answered, by method, HTTP status and error word.");
    }

    /// <summary>Counts an answer.</summary>
    /// <param name="method">The method, or null for an unknown one.</param>
    /// <param name="reply">The answer.</param>
    public void Answered(string? method, SlackReply reply) =>
        calls.Add(1, new("method", method ?? "unknown"), new("status", reply.Status), new("error", method is "api.test" ? null : reply.Error));
}
