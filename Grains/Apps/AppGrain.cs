using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansSocial.Grains.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Grains.Apps;

/// <summary>Tickets and counts of one app's sockets; the table decides which gateway feeds them.</summary>
[GrainType("app")]
[Reentrant]
internal sealed class AppGrain : Grain, IAppGrain
{
    // A gateway tells its count every few seconds: one that is silent is gone, and its sockets with it.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(IAppGrain.ClaimSeconds);

    private readonly Dictionary<string, (string TokenId, DateTimeOffset Until)> _tickets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Sockets, DateTimeOffset Seen)> _gateways = new(StringComparer.Ordinal);
    private readonly AppServices _services;
    private readonly IGrainFactory _grains;
    private readonly TeamId _team;
    private readonly string _app;
    private (AppInfo? App, DateTimeOffset Until) _known;

    public AppGrain(IGrainContext context, AppServices services, IGrainFactory grains)
    {
        (_services, _grains) = (services, grains);
        var key = context.GrainId.Key.ToString()!.Split('/');
        (_team, _app) = (new TeamId(key[0]), key[1]);
    }

    /// <inheritdoc/>
    public Task<string?> OpenTicket(string tokenId)
    {
        var now = Now();
        foreach (var old in _tickets.Where(t => t.Value.Until < now).Select(t => t.Key).ToList())
        {
            _tickets.Remove(old);
        }

        if (_tickets.Count >= IAppGrain.TicketsMax)
        {
            return Task.FromResult<string?>(null);
        }

        var ticket = Secrets.Code();
        _tickets.Add(ticket, (tokenId, now + TimeSpan.FromSeconds(IAppGrain.TicketSeconds)));
        return Task.FromResult<string?>(ticket);
    }

    /// <inheritdoc/>
    public async Task<AppEntry> Enter(string ticket, string gateway)
    {
        if (!_tickets.Remove(ticket, out var opened) || opened.Until < Now()
            || await _services.Apps.Find(_team, _app, CancellationToken.None) is not { RequestUrl: null } app)
        {
            if (_tickets.Count + _gateways.Count == 0)
            {
                // Nobody knows this app here: whoever guesses ids must not fill the silo.
                DeactivateOnIdle();
            }

            return AppEntry.Refused(AppEntryError.NotFound);
        }

        var sockets = Sockets();
        if (sockets >= IAppGrain.SocketsMax)
        {
            return AppEntry.Refused(AppEntryError.TooManySockets);
        }

        _gateways[gateway] = (_gateways.GetValueOrDefault(gateway).Sockets + 1, Now());
        return new AppEntry(AppEntryError.None, app, opened.TokenId, sockets + 1);
    }

    /// <inheritdoc/>
    public async Task<bool> Report(string gateway, int sockets)
    {
        if (sockets <= 0)
        {
            _gateways.Remove(gateway);
        }
        else if (_gateways.ContainsKey(gateway) || _gateways.Count < IAppGrain.GatewaysMax)
        {
            _gateways[gateway] = (sockets, Now());
        }

        return sockets <= 0 || await App() is { RequestUrl: null };
    }

    /// <inheritdoc/>
    public async Task<AppFeedClaim?> Claim(string gateway)
    {
        if (await _services.Apps.Find(_team, _app, CancellationToken.None) is not { RequestUrl: null } app)
        {
            return null;
        }

        return await _services.Feeds.Claim(_app, gateway, await Heads(app), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task<AppPostClaim?> ClaimPosts(string gateway)
    {
        if (await _services.Urls.Find(_team, _app, CancellationToken.None) is not { App.RequestState: RequestUrlState.Active or RequestUrlState.Failing } target)
        {
            return null;
        }

        var feed = await _services.Feeds.Claim(_app, gateway, await Heads(target.App), CancellationToken.None);
        return feed is null ? null : new AppPostClaim(target, feed);
    }

    /// <inheritdoc/>
    public async Task OnRequestUrlChanged()
    {
        _known = default;
        if (await App() is { } app)
        {
            await _services.Feeds.Reset(_app, await Heads(app), CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public Task<bool> Save(string gateway, long claim, ImmutableDictionary<string, long> cursors, bool release) =>
        _services.Feeds.Save(_app, gateway, claim, cursors, release, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<AppAnswer> Send(string type, string payload)
    {
        Sockets();
        foreach (var gateway in _gateways.OrderByDescending(g => g.Value.Seen).Select(g => g.Key).ToList())
        {
            // The next one only if the app cannot have seen it: a request must not be done twice.
            var answer = await _grains.GetGrain<IGatewayDirectoryGrain>(0).SendToApp(gateway, _app, type, payload);
            if (answer is { Outcome: not AppOutcome.NotConnected })
            {
                return answer;
            }

            if (answer is null)
            {
                return new AppAnswer(AppOutcome.TimedOut, null);
            }
        }

        return new AppAnswer(AppOutcome.NotConnected, null);
    }

    private Task<ImmutableDictionary<string, long>> Heads(AppInfo app) =>
        _grains.GetGrain<ISessionsGrain>(ChainId.Of(_team).GrainKey).Heads(app.User);

    private async Task<AppInfo?> App()
    {
        if (_known.Until < Now())
        {
            _known = (await _services.Apps.Find(_team, _app, CancellationToken.None), Now() + TimeSpan.FromSeconds(IAppGrain.AppSeconds));
        }

        return _known.App;
    }

    private DateTimeOffset Now() => _services.TimeProvider.GetUtcNow();

    private int Sockets()
    {
        var now = Now();
        foreach (var silent in _gateways.Where(g => now - g.Value.Seen > SilenceMax).Select(g => g.Key).ToList())
        {
            _gateways.Remove(silent);
        }

        return _gateways.Values.Sum(g => g.Sockets);
    }
}
