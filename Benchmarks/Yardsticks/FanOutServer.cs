using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>The raw fan-out yardstick's process: the product's frames over Kestrel's WebSockets, no storage, no accounts, no order.</summary>
internal static class FanOutServer
{
    /// <summary>Serves until it is asked to stop.</summary>
    public static async Task Run(CancellationToken cancellationToken)
    {
        var channels = new ConcurrentDictionary<string, ImmutableArray<FanOutSocket>>(StringComparer.Ordinal);
        var minter = new MessageMinter(TimeProvider.System);
        await using var app = YardstickHost.CreateBuilder().Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            using var webSocket = await context.WebSockets.AcceptWebSocketAsync();
            var socket = new FanOutSocket(webSocket, context.Request.Query["user"].ToString(), minter, channels);
            await socket.Run(context.Request.Query["channels"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries), context.RequestAborted);
        });
        await YardstickHost.Run(app, cancellationToken);
    }
}
