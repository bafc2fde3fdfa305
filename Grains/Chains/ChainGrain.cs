using Microsoft.Extensions.Logging;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Chains;

/// <summary>What channel, user and team grains share: one chain, its followers, and an end that finishes what is queued.</summary>
internal abstract class ChainGrain : Grain, IEventChainGrain
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Initializes the grain.</summary>
    protected ChainGrain(IGrainContext context, ChainServices services, ILogger logger) =>
        Chain = new EventChain(ChainId.FromGrainKey(context.GrainId.Key.ToString()!), services, logger, DeactivateOnIdle);

    /// <summary>Gets the chain that the grain's key names.</summary>
    protected EventChain Chain { get; }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Chain.Close(cancellationToken);

    /// <inheritdoc/>
    public Task<ChainInterest> Renew(string gateway)
    {
        if (Chain.IsOpen)
        {
            Chain.Interests.Renew(gateway);
        }

        return Task.FromResult(new ChainInterest(Chain.IsOpen, Chain.Head, Chain.OutboxId));
    }

    /// <inheritdoc/>
    public Task Forget(string gateway)
    {
        Chain.Interests.Forget(gateway);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<EventPage> Since(long eventTs, int countMax) => Chain.Since(eventTs, countMax);

    /// <summary>
    /// Ends an activation whose chain does not exist, a moment later: random ids must not fill the silo, but Orleans forwards the
    /// calls of one that leaves while it starts, and they are never answered.
    /// </summary>
    /// <param name="unless">Asked then: true when the chain has come to exist meanwhile.</param>
    protected void LeaveSoon(Func<bool>? unless = null) => this.RegisterGrainTimer(
        () =>
        {
            if (unless?.Invoke() != true)
            {
                DeactivateOnIdle();
            }

            return Task.CompletedTask;
        },
        new GrainTimerCreationOptions(Soon, Timeout.InfiniteTimeSpan));
}
