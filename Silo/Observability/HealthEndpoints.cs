namespace OrleansSocial.Silo.Observability;

/// <summary>Health for service managers and load balancers: live = do not restart me, ready = send me requests.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", async (ReadyCheck check, IHostApplicationLifetime lifetime) =>
        {
            // A host that ends takes no new requests, though it still answers those it has.
            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return Results.Json(new { ready = false, host = "stopping" }, statusCode: StatusCodes.Status503ServiceUnavailable);
            }

            var report = await check.RunAsync();
            var answer = report.Parts.ToDictionary(part => part.Name, object (part) => part.Failure ?? "ok", StringComparer.Ordinal);
            answer["ready"] = report.Ready;
            return Results.Json(answer, statusCode: report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }
}
