using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Clusters;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Grains.Interfaces.Apps;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>The apps with sockets at this gateway: claims their feeds, saves how far each has acknowledged, and ends what was revoked.</summary>
internal sealed partial class AppRegistry : ISocketHolder, IAppSockets
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, AppHub> _hubs = new(StringComparer.Ordinal);
    private readonly ClusterRouter _clusters;
    private readonly GatewayIdentity _gateway;
    private readonly AppFeeds _feeds;
    private readonly SessionHost _host;
    private readonly SocketModeOptions _options;
    private readonly SocketModeInstruments _instruments;
    private readonly ILogger<AppRegistry> _logger;
    private int _count;

    public AppRegistry(
        ClusterRouter clusters,
        GatewayIdentity gateway,
        AppFeeds feeds,
        SessionHost host,
        IOptions<SocketModeOptions> options,
        SocketModeInstruments instruments,
        ILogger<AppRegistry> logger)
    {
        (_clusters, _gateway, _feeds, _host, _options) = (clusters, gateway, feeds, host, options.Value);
        (_instruments, _logger) = (instruments, logger);
        instruments.Observe(() => Count);
        host.Loop.EveryTick(OnTick);
    }

    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets an app ready for a socket: claims its feed unless another gateway has it. What happens from now on is not missed.</summary>
    public async Task<AppHub> OpenAsync(AppInfo app)
    {
        var hub = await _host.Loop.CallAsync(() =>
        {
            if (!_hubs.TryGetValue(app.Id, out var known))
            {
                _hubs.Add(app.Id, known = new AppHub(app, _options, _instruments, _logger, _host.Clock));
            }

            known.Opening++;
            return known;
        });
        await KeepAsync(hub);
        return hub;
    }

    /// <summary>Adds the socket that <see cref="OpenAsync"/> was for; null when it did not come.</summary>
    public void Opened(AppHub hub, AppSocket? socket) => _host.Loop.Post(() =>
    {
        hub.Opening--;
        if (socket is not null)
        {
            Interlocked.Increment(ref _count);
            hub.Add(socket);
        }

        LeaveIfUnused(hub);
    });

    /// <summary>A socket has ended.</summary>
    public void Closed(AppHub hub, AppSocket socket) => _host.Loop.Post(() =>
    {
        Interlocked.Decrement(ref _count);
        hub.Remove(socket);
        LeaveIfUnused(hub);
    });

    /// <summary>The app acknowledged an envelope.</summary>
    public void OnAcknowledged(AppHub hub, string id, string? answer) => _host.Loop.Post(() => hub.OnAcknowledged(id, answer));

    public async Task<AppAnswer> SendAsync(string app, string type, string payload)
    {
        var answered = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new AppEnvelope(type, Encoding.UTF8.GetBytes(payload), app) { Answered = answered };
        if (!await _host.Loop.CallAsync(() => _hubs.TryGetValue(app, out var hub) && hub.TryAdd(request)))
        {
            return new AppAnswer(AppOutcome.NotConnected, null);
        }

        try
        {
            // What waits behind other envelopes has twice the time; then nobody waits for the answer any more.
            var answer = await answered.Task.WaitAsync(_options.AckTimeMax * 2, _host.Clock);
            return answer is null ? new AppAnswer(AppOutcome.TimedOut, null) : new AppAnswer(AppOutcome.Acknowledged, answer);
        }
        catch (TimeoutException)
        {
            return new AppAnswer(AppOutcome.TimedOut, null);
        }
    }

    public void OnRevoked(string tokenId) => _host.Loop.Post(() =>
    {
        foreach (var hub in _hubs.Values)
        {
            hub.CloseAll(SocketModeFrames.LinkDisabled, s => string.Equals(s.TokenId, tokenId, StringComparison.Ordinal));
        }
    });

    public void CloseAll() => _host.Loop.Post(() =>
    {
        foreach (var hub in _hubs.Values)
        {
            hub.CloseAll(SocketModeFrames.RefreshRequested, static _ => true);
        }
    });

    private void OnTick()
    {
        foreach (var hub in _hubs.Values)
        {
            hub.OnTick();
            if (_host.Clock.GetElapsedTime(hub.ToldAt) > Period && !hub.IsUnused)
            {
                hub.ToldAt = _host.Clock.GetTimestamp();
                _ = KeepAsync(hub);
            }
        }
    }

    private void LeaveIfUnused(AppHub hub)
    {
        if (hub.IsUnused)
        {
            _ = LeaveAsync(hub);
        }
    }

    private IAppGrain GrainOf(AppHub hub) => _clusters.For(hub.App.Team).GetGrain<IAppGrain>(AppKey.Of(hub.App.Team, hub.App.Id));

    /// <summary>Tells the grain of the sockets here, and saves or claims the feed.</summary>
    private Task KeepAsync(AppHub hub) => InTurnAsync(hub, async () =>
    {
        var grain = GrainOf(hub);
        var (sockets, state) = await _host.Loop.CallAsync(() => (hub.Sockets + hub.Opening, hub.Feed is { } f ? (f.Claim, f.Session.Cursors()) : default));
        if (!await grain.Report(_gateway.Id, sockets).WaitAsync(AnswerTimeMax, _host.Clock))
        {
            // Served over HTTP now, or gone.
            _host.Loop.Post(() => hub.CloseAll(SocketModeFrames.LinkDisabled, static _ => true));
            return;
        }

        if (hub.Feed is null)
        {
            await ClaimAsync(hub, grain);
        }
        else if (!await grain.Save(_gateway.Id, state.Claim, state.Item2, release: false).WaitAsync(AnswerTimeMax, _host.Clock))
        {
            await _host.Loop.CallAsync(hub.StopFeed);
            LogClaimLost(_logger, hub.App.Id);
        }
    });

    private async Task ClaimAsync(AppHub hub, IAppGrain grain)
    {
        if (hub.App.Events.IsEmpty || await grain.Claim(_gateway.Id).WaitAsync(AnswerTimeMax, _host.Clock) is not { } claim)
        {
            return;
        }

        await _feeds.StartAsync(hub, claim, _instruments.Gap, hub.Start);
    }

    /// <summary>The last socket here is gone: another gateway may feed the app, from where this one got to.</summary>
    private Task LeaveAsync(AppHub hub) => InTurnAsync(hub, async () =>
    {
        var (isUnused, stopped) = await _host.Loop.CallAsync(() =>
        {
            if (!hub.IsUnused)
            {
                return (false, null);
            }

            if (_hubs.TryGetValue(hub.App.Id, out var current) && ReferenceEquals(current, hub))
            {
                _hubs.Remove(hub.App.Id);
            }

            return (true, hub.StopFeed());
        });
        if (!isUnused)
        {
            return;
        }

        var grain = GrainOf(hub);
        await grain.Report(_gateway.Id, 0).WaitAsync(AnswerTimeMax, _host.Clock);
        if (stopped is { } feed)
        {
            await grain.Save(_gateway.Id, feed.Feed.Claim, feed.Cursors, release: true).WaitAsync(AnswerTimeMax, _host.Clock);
        }
    });

    private async Task InTurnAsync(AppHub hub, Func<Task> work)
    {
        await hub.Turn.WaitAsync();
        try
        {
            await work();
        }
        catch (Exception exception)
        {
            // Done again at the next period; a claim that is not given back is taken over after a while.
            LogNotTold(_logger, hub.App.Id, exception.Message);
        }
        finally
        {
            hub.Turn.Release();
        }
    }

    [LoggerMessage(4121, LogLevel.Warning, "App {App}: its grain does not answer: {Reason}")]
    private static partial void LogNotTold(ILogger logger, string app, string reason);

    [LoggerMessage(4122, LogLevel.Information, "App {App}: another gateway has the feed")]
    private static partial void LogClaimLost(ILogger logger, string app);
}
