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

    private readonly Dictionary<string, Known> _gateways = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _started = timeProvider.GetUtcNow();

    /// <inheritdoc/>
    public Task Register(string gateway, IGatewayObserver observer)
    {
        _gateways[gateway] = new Known(observer, timeProvider.GetUtcNow());
        if (_gateways.Count > IGatewayDirectoryGrain.GatewaysMax)
        {
            _gateways.Remove(_gateways.MinBy(g => g.Value.Seen).Key);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<OpenSocket?> FindOpen(string gateway, string session) => Ask(gateway, observer => observer.FindOpen(session));

    /// <inheritdoc/>
    public Task<ImmutableDictionary<string, long>?> Release(string gateway, string session, int claim) =>
        Ask(gateway, observer => observer.Release(session, claim));

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

        var asked = timeProvider.GetUtcNow();
        try
        {
            var answer = await question(known.Observer).WaitAsync(timeMax ?? AnswerTimeMax, timeProvider);
            known.Seen = timeProvider.GetUtcNow();
            return answer;
        }
        catch (Exception exception)
        {
            LogGatewayDead(exception, gateway);

            // One that registered or answered meanwhile lives, whatever became of this question.
            if (_gateways.TryGetValue(gateway, out var now) && now.Seen < asked)
            {
                _gateways.Remove(gateway);
            }

            return default;
        }
    }

    private sealed class Known(IGatewayObserver observer, DateTimeOffset seen)
    {
        public IGatewayObserver Observer { get; } = observer;

        /// <summary>Gets or sets when it registered or answered last.</summary>
        public DateTimeOffset Seen { get; set; } = seen;
    }

    [LoggerMessage(1300, LogLevel.Information, "Gateway {Gateway} did not answer: its sockets count as closed")]
    private partial void LogGatewayDead(Exception exception, string gateway);
}
