using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Slack.SocketMode;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.EventsApi;

/// <summary>
/// The apps with a request URL whose events this gateway posts. Whichever gateway sees first that nobody does takes the claim; each
/// save of the cursors renews it, and a failed save, because the URL was changed or the app removed, ends it.
/// </summary>
internal sealed partial class AppPosts : BackgroundService, ISocketHolder
{
    private const int ClaimsAtOnceMax = 20;
    private const int SavesAtOnceMax = 8;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, AppPostQueue> _queues = new(StringComparer.Ordinal);
    private readonly ClusterRouter _clusters;
    private readonly GatewayIdentity _gateway;
    private readonly AppFeeds _feeds;
    private readonly AppPoster _poster;
    private readonly SessionHost _host;
    private readonly EventsApiOptions _options;
    private readonly EventsApiInstruments _instruments;
    private readonly ILogger<AppPosts> _logger;
    private int _count;
    private int _depth;
    private volatile bool _isStopping;

    public AppPosts(
        ClusterRouter clusters,
        GatewayIdentity gateway,
        AppFeeds feeds,
        AppPoster poster,
        SessionHost host,
        IOptions<EventsApiOptions> options,
        EventsApiInstruments instruments,
        ILogger<AppPosts> logger)
    {
        (_clusters, _gateway, _feeds, _poster, _host) = (clusters, gateway, feeds, poster, host);
        (_options, _instruments, _logger) = (options.Value, instruments, logger);
        instruments.Observe(() => Count, () => Volatile.Read(ref _depth));
        host.Loop.EveryTick(OnTick);
    }

    public int Count => Volatile.Read(ref _count);

    public void OnRevoked(string tokenId)
    {
        // No socket, and no token: an app's removal ends its claim.
    }

    /// <summary>Gives all claims back: other gateways go on at once.</summary>
    public void CloseAll()
    {
        _isStopping = true;
        _ = Task.Run(async () =>
        {
            var queues = await _host.Loop.CallAsync(() => _queues.Values.ToList());
            await Parallel.ForEachAsync(queues, new ParallelOptions { MaxDegreeOfParallelism = SavesAtOnceMax }, async (queue, _) => await EndAsync(queue));
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Period, _host.Clock);
        while (await timer.WaitForNextTickAsync(stoppingToken) && !_isStopping)
        {
            await KeepAllAsync(stoppingToken);
            await ClaimSomeAsync();
        }
    }

    private void OnTick()
    {
        var depth = 0;
        foreach (var queue in _queues.Values)
        {
            queue.OnTick();
            depth += queue.Depth;
        }

        Volatile.Write(ref _depth, depth);
        Volatile.Write(ref _count, _queues.Count);
    }

    private IAppGrain GrainOf(AppInfo app) => _clusters.For(app.Team).GetGrain<IAppGrain>(AppKey.Of(app.Team, app.Id));

    private async Task KeepAllAsync(CancellationToken cancellationToken)
    {
        var queues = await _host.Loop.CallAsync(() => _queues.Values.ToList());
        await Parallel.ForEachAsync(
            queues, new ParallelOptions { MaxDegreeOfParallelism = SavesAtOnceMax, CancellationToken = cancellationToken }, async (queue, _) => await KeepAsync(queue));
    }

    private async Task KeepAsync(AppPostQueue queue)
    {
        try
        {
            var (claim, cursors) = await _host.Loop.CallAsync(() => queue is { HasEnded: false, Feed: { } feed } ? (feed.Claim, feed.Session.Cursors()) : default);
            if (cursors is null)
            {
                await EndAsync(queue);
            }
            else if (!await GrainOf(queue.App).Save(_gateway.Id, claim, cursors, release: false).WaitAsync(AnswerTimeMax, _host.Clock))
            {
                await _host.Loop.CallAsync(() => (queue.Stop(), Forget(queue)));
                LogClaimLost(_logger, queue.App.Id);
            }
        }
        catch (Exception exception)
        {
            // Saved at the next period; a claim that is not renewed is taken over, and what was sent since the last save is sent again.
            LogNotTold(_logger, queue.App.Id, exception.Message);
        }
    }

    private async Task ClaimSomeAsync()
    {
        try
        {
            if (Count >= _options.AppsMax)
            {
                return;
            }

            var unfed = await _clusters.Main.GetGrain<IAppsGrain>(0).Unfed().WaitAsync(AnswerTimeMax, _host.Clock);

            // Gateways that see the same list begin at different places of it.
            var mixed = unfed.ToArray();
            Random.Shared.Shuffle(mixed);
            foreach (var app in mixed.Take(ClaimsAtOnceMax))
            {
                await ClaimAsync(app);
            }
        }
        catch (Exception exception)
        {
            LogNotTold(_logger, "-", exception.Message);
        }
    }

    private async Task ClaimAsync(AppInfo app)
    {
        if (_isStopping || await _host.Loop.CallAsync(() => _queues.ContainsKey(app.Id))
            || await GrainOf(app).ClaimPosts(_gateway.Id).WaitAsync(AnswerTimeMax, _host.Clock) is not { } claim)
        {
            return;
        }

        var queue = new AppPostQueue(claim.Target, _options, _poster, _instruments, _host.Loop, _logger, _host.Clock);
        queue.OnState = (state, fault) => _ = ReportAsync(queue, state, fault);
        await _feeds.StartAsync(queue, claim.Feed, _instruments.Gap, feed =>
        {
            queue.Start(feed);
            _queues[app.Id] = queue;
            Volatile.Write(ref _count, _queues.Count);
        });
    }

    private async Task ReportAsync(AppPostQueue queue, RequestUrlState state, string? fault)
    {
        try
        {
            await _clusters.Main.GetGrain<IAppsGrain>(0).ReportRequestUrl(queue.App.Team, queue.App.Id, queue.App.RequestUrl!, state, fault).WaitAsync(AnswerTimeMax, _host.Clock);
        }
        catch (Exception exception)
        {
            LogNotTold(_logger, queue.App.Id, exception.Message);
        }

        if (state == RequestUrlState.Disabled)
        {
            await EndAsync(queue);
        }
    }

    /// <summary>Stops a queue and gives its claim back.</summary>
    private async Task EndAsync(AppPostQueue queue)
    {
        try
        {
            var (claim, cursors) = await _host.Loop.CallAsync(() => (queue.Feed?.Claim ?? 0, queue.Stop()));
            if (cursors is not null)
            {
                await GrainOf(queue.App).Save(_gateway.Id, claim, cursors, release: true).WaitAsync(AnswerTimeMax, _host.Clock);
            }
        }
        catch (Exception exception)
        {
            LogNotTold(_logger, queue.App.Id, exception.Message);
        }
        finally
        {
            await _host.Loop.CallAsync(() => Forget(queue));
        }
    }

    private bool Forget(AppPostQueue queue)
    {
        var isForgotten = _queues.TryGetValue(queue.App.Id, out var known) && ReferenceEquals(known, queue) && _queues.Remove(queue.App.Id);
        Volatile.Write(ref _count, _queues.Count);
        return isForgotten;
    }

    [LoggerMessage(4145, LogLevel.Warning, "App {App}: its grain does not answer: {Reason}")]
    private static partial void LogNotTold(ILogger logger, string app, string reason);

    [LoggerMessage(4146, LogLevel.Information, "App {App}: its request URL was changed, or another gateway posts its events")]
    private static partial void LogClaimLost(ILogger logger, string app);
}
