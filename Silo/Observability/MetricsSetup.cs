using System.Net;
using OpenTelemetry.Metrics;

namespace OrleansSocial.Silo.Observability;

/// <summary>The Prometheus endpoint with our meters, Orleans', and those of the HTTP server and the runtime.</summary>
internal static class MetricsSetup
{
    private const string Path = "/metrics";

    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"];

    private static readonly string[] Meters =
    [
        "OrleansSocial.*",
        "Microsoft.Orleans",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
        "Npgsql",
    ];

    public static void AddHostMetrics(this IServiceCollection services) =>
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());

    public static void UseHostMetrics(this WebApplication app, MetricsOptions options) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
            context.Request.Path == Path && (options.RemoteAllowed || IsLocal(context)));

    // A proxy on this machine connects from loopback for the whole world: one that says so and is not trusted is nobody local.
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);
}
