using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Grains.Presence;

/// <summary>Presence of a part of a team's members.</summary>
[GrainType("presence")]
[Reentrant]
internal sealed partial class PresenceGrain : Grain, IPresenceGrain
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadTimeMax = TimeSpan.FromSeconds(2);

    private readonly PresenceState _state;
    private readonly IGatewayOutboxes _outboxes;
    private readonly TeamId _team;
    private readonly string _part;
    private readonly PresenceServices _services;
    private readonly ILogger<PresenceGrain> _logger;
    private HashSet<UserId>? _setMeanwhile = [];
    private bool _isReading;

    /// <summary>Initializes the grain.</summary>
    public PresenceGrain(IGrainContext context, PresenceServices services, IGatewayOutboxes outboxes, TimeProvider clock, ILogger<PresenceGrain> logger)
    {
        (_services, _outboxes, _logger) = (services, outboxes, logger);
        _part = context.GrainId.Key.ToString()!;
        _state = new PresenceState(clock);
        _team = PresencePart.TeamOf(context.GrainId.Key.ToString()!);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Tell(_state.Sweep());
                return ReadAway();
            },
            new GrainTimerCreationOptions(SweepPeriod, SweepPeriod) { Interleave = true });
        await ReadAway();
    }

    /// <inheritdoc/>
    public Task Report(string gateway, ImmutableArray<UserId> online)
    {
        Tell(_state.Report(gateway, online));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<UserId>> Watch(string gateway, ImmutableArray<UserId> users)
    {
        _outboxes.Touch(gateway);
        return Task.FromResult(_state.Watch(gateway, users));
    }

    /// <inheritdoc/>
    public Task SetManual(UserId user, bool away)
    {
        _setMeanwhile?.Add(user);
        Tell(_state.SetManual(user, away));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<PresenceStatus> Get(UserId user) => Task.FromResult(_state.Get(user));

    // Presence goes on while the database is away: who looks away is read as soon as it answers.
    private async Task ReadAway()
    {
        if (_setMeanwhile is null || _isReading)
        {
            return;
        }

        _isReading = true;
        try
        {
            using var limit = new CancellationTokenSource(ReadTimeMax);
            var route = await _services.ShardMap.Find(_team, null, limit.Token);
            foreach (var user in await _services.Settings.Away(route, _team, ITeamGrain.MembersMax, limit.Token))
            {
                var id = new UserId(user);
                if (!_setMeanwhile.Contains(id) && string.Equals(PresencePart.Of(_team, id).GrainKey, _part, StringComparison.Ordinal))
                {
                    Tell(_state.SetManual(id, away: true));
                }
            }

            _setMeanwhile = null;
        }
        catch (Exception exception)
        {
            LogReadFailed(_logger, exception, _part);
        }
        finally
        {
            _isReading = false;
        }
    }

    private void Tell(IReadOnlyList<(UserId User, bool IsActive)> changes)
    {
        foreach (var (user, isActive) in changes)
        {
            var signal = new ChainSignal(ChainId.Of(_team, user), isActive ? SignalKind.Active : SignalKind.Away, user.Value);
            foreach (var gateway in _state.WatchersOf(user))
            {
                _outboxes.Signal(gateway, signal);
            }
        }
    }
}
