using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>Keeps this gateway in the directory of live gateways, and at its end says goodbye to its sockets.</summary>
internal sealed partial class GatewayRegistration(
    ClusterRouter clusters,
    GatewayIdentity gateway,
    GatewayObserver observer,
    IEnumerable<ISocketHolder> holders,
    ILogger<GatewayRegistration> logger,
    TimeProvider clock)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan StopPoll = TimeSpan.FromMilliseconds(20);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before anything stops: the sockets close and their sessions are saved while the silos still answer.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        IsStopping = true;
        foreach (var holder in holders)
        {
            holder.CloseAll();
        }

        while (holders.Any(h => h.Count > 0) && clock.GetElapsedTime(start) < StopTimeMax && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(StopPoll, clock, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Gets a value indicating whether new sockets are refused.</summary>
    public bool IsStopping { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Period, clock);
        IGatewayObserver? reference = null;
        do
        {
            try
            {
                reference ??= clusters.Main.CreateObjectReference<IGatewayObserver>(observer);
                await clusters.Main.GetGrain<IGatewayDirectoryGrain>(0).Register(gateway.Id, reference).WaitAsync(AnswerTimeMax, clock, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotRegistered(logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(4110, LogLevel.Warning, "Could not register this gateway: {Reason}")]
    private static partial void LogNotRegistered(ILogger logger, string reason);
}
