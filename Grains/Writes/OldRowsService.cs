using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansSocial.Storage.Shards;
using OrleansSocial.Storage.Writes;

namespace OrleansSocial.Grains.Writes;

/// <summary>Deletes old events and session records now and then, in small transactions with pauses: never a burst beside the posts.</summary>
/// <param name="oldRows">The deletes.</param>
/// <param name="routes">The shards.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class OldRowsService(OldRows oldRows, ShardRoutes routes, TimeProvider timeProvider, ILogger<OldRowsService> logger) : BackgroundService
{
    /// <summary>How long events of chains are kept: as far back as a repair reaches, and an hour for clocks that differ.</summary>
    public static readonly TimeSpan EventsKept = TimeSpan.FromHours(25);

    /// <summary>How long a session record is kept after it was last saved.</summary>
    public static readonly TimeSpan SessionsKept = TimeSpan.FromDays(1);

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Goes over all shards once; one that cannot be cleaned does not keep the others from it.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var events = Micros(now - EventsKept);
        var sessions = Micros(now - SessionsKept);
        foreach (var entry in await routes.MapAsync(cancellationToken))
        {
            // Both groups of a shard are in one schema.
            if (entry.Route.Group == 0)
            {
                try
                {
                    await RepeatAsync(() => oldRows.DeleteEventsAsync(entry.Route, events, cancellationToken), cancellationToken);
                    await RepeatAsync(() => oldRows.DeleteSessionsAsync(entry.Route, sessions, cancellationToken), cancellationToken);
                }
                catch (DbException exception)
                {
                    LogFailed(exception);
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await DeleteAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private async Task RepeatAsync(Func<Task<int>> delete, CancellationToken cancellationToken)
    {
        while (await delete() == OldRows.RowsMax)
        {
            await Task.Delay(Pause, timeProvider, cancellationToken);
        }
    }

    [LoggerMessage(3120, LogLevel.Warning, "Old events and session records could not be deleted; tried again in 10 minutes")]
    private partial void LogFailed(Exception exception);
}
