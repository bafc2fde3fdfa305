using Microsoft.AspNetCore.Http.Connections;
using Npgsql;

namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>The SignalR yardstick's process.</summary>
internal static class SignalRServer
{
    /// <summary>Enough to keep two cores and one disk busy; more connections only add context switches.</summary>
    private const int PoolConnectionsMax = 32;

    /// <summary>Serves until it is asked to stop.</summary>
    public static async Task Run(string connectionString, int parallelInvocations, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = PoolConnectionsMax,
            MaxAutoPrepare = 8,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
        };
        await using var source = NpgsqlDataSource.Create(settings);
        var builder = YardstickHost.CreateBuilder();
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MessageInserter>();
        builder.Services.AddSingleton<MessageMinter>();
        builder.Services.AddSignalR(options =>
        {
            options.MaximumParallelInvocationsPerClient = parallelInvocations;
            options.ClientTimeoutInterval = TimeSpan.FromHours(1);
        });
        await using var app = builder.Build();
        app.MapHub<ChatHub>("/hub", options => options.Transports = HttpTransportType.WebSockets);
        await YardstickHost.Run(app, cancellationToken);
    }
}
