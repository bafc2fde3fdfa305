using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>How all yardstick servers start: a quiet Kestrel on a free loopback port.</summary>
internal static class YardstickHost
{
    /// <summary>Makes the builder.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder;
    }

    /// <summary>Serves until it is asked to stop.</summary>
    public static async Task Run(WebApplication app, CancellationToken cancellationToken)
    {
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine($"ready {address}");
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
