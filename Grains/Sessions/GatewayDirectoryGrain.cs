using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Grains.Sessions;

/// <summary>The gateways that registered with this activation.</summary>
[GrainType("gatewaydirectory")]
[Reentrant]
internal sealed partial class GatewayDirectoryGrain(TimeProvider timeProvider, ILogger<GatewayDirectoryGrain> logger) : Grain, IGatewayDirectoryGrain
{
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(1);

    // The gateway ends the wait for the app; this is for the gateway itself.
    private static readonly TimeSpan AppTimeMax = TimeSpan.FromSeconds(20);

    // A gateway that this activation has not heard of yet may be about to register: the activation before it may have died.
    private static readonly TimeSpan FirstRegistrationWait = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (IGatewayObserver Observer, DateTimeOffset Seen)> _gateways = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _started = timeProvider.GetUtcNow();

    /// <inheritdoc/>
    public Task Register(string gateway, IGatewayObserver observer)
    {
        _gateways[gateway] = (observer, timeProvider.GetUtcNow());
        if (_gateways.Count > IGatewayDirectoryGrain.GatewaysMax)
        {
            _gateways.Remove(_gateways.MinBy(g => g.Value.Seen).Key);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> IsOpen(string gateway, string session) => Ask(gateway, observer => observer.IsOpen(session));

    /// <inheritdoc/>
    public Task<ImmutableDictionary<string, long>?> Release(string gateway, string session) =>
        Ask(gateway, observer => observer.Release(session));

    /// <inheritdoc/>
    public Task<AppAnswer?> SendToApp(string gateway, string app, string type, string payload) =>
        Ask(gateway, observer => observer.SendToApp(app, type, payload), AppTimeMax);

    private async Task<TResult?> Ask<TResult>(string gateway, Func<IGatewayObserver, Task<TResult>> question, TimeSpan? timeMax = null)
    {
        while (!_gateways.ContainsKey(gateway) && timeProvider.GetUtcNow() - _started < FirstRegistrationWait)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), timeProvider);
        }

        if (!_gateways.TryGetValue(gateway, out var known))
        {
            return default;
        }

        try
        {
            return await question(known.Observer).WaitAsync(timeMax ?? AnswerTimeMax, timeProvider);
        }
        catch (Exception exception)
        {
            LogGatewayDead(exception, gateway);
            if (_gateways.TryGetValue(gateway, out var now) && now.Seen == known.Seen)
            {
                _gateways.Remove(gateway);
            }

            return default;
        }
    }

    [LoggerMessage(1300, LogLevel.Information, "Gateway {Gateway} did not answer: its sockets count as closed")]
    private partial void LogGatewayDead(Exception exception, string gateway);
}
