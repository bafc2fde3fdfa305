using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Presence;

namespace OrleansSocial.Grains.Presence;

/// <summary>Presence of a part of a team's members.</summary>
[GrainType("presence")]
[Reentrant]
internal sealed class PresenceGrain : Grain, IPresenceGrain
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(1);

    private readonly PresenceState _state;
    private readonly IGatewayOutboxes _outboxes;
    private readonly TeamId _team;

    /// <summary>Initializes the grain.</summary>
    public PresenceGrain(IGrainContext context, IGatewayOutboxes outboxes, TimeProvider clock)
    {
        _outboxes = outboxes;
        _state = new PresenceState(clock);
        _team = PresencePart.TeamOf(context.GrainId.Key.ToString()!);
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Tell(_state.Sweep());
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(SweepPeriod, SweepPeriod) { Interleave = true });
        return Task.CompletedTask;
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
        Tell(_state.SetManual(user, away));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<PresenceStatus> Get(UserId user) => Task.FromResult(_state.Get(user));

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
