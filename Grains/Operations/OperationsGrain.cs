using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Placement;
using OrleansSocial.Grains.Interfaces.Operations;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Grains.Operations;

/// <summary>What operators see and do.</summary>
[GrainType("operations")]
[StatelessWorker]
[Reentrant]
internal sealed partial class OperationsGrain(ShardRoutes routes, Fence fence, ILogger<OperationsGrain> logger) : Grain, IOperationsGrain
{
    private static readonly TimeSpan BumpMax = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<ImmutableArray<ShardMapEntry>> Map()
    {
        var entries = await routes.MapAsync(CancellationToken.None);
        var map = ImmutableArray.CreateBuilder<ShardMapEntry>(entries.Count);
        foreach (var entry in entries)
        {
            var state = await fence.StateAsync(entry.Route, CancellationToken.None);
            map.Add(entry with { Writable = state.Writable && state.Epoch == entry.Route.Epoch, Armed = state.Armed });
        }

        return map.MoveToImmutable();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<WriterStats>> Writers()
    {
        var silos = await GrainFactory.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        var stats = ImmutableArray.CreateBuilder<WriterStats>();
        foreach (var silo in silos.Keys.Order())
        {
            // Read by the placement of a grain that has no activation yet: it comes to life on that silo.
            RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
            try
            {
                stats.AddRange(await GrainFactory.GetGrain<ISiloStatsGrain>(silo.ToParsableString()).Writers());
            }
            catch (Exception exception)
            {
                // A silo that has just died: the others' figures are wanted now more than ever.
                LogNoFigures(exception, silo);
            }
            finally
            {
                RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            }
        }

        return stats.ToImmutable();
    }

    /// <inheritdoc/>
    public async Task<int> BumpFence(short shard, short group)
    {
        using var limit = new CancellationTokenSource(BumpMax);
        return await fence.BumpAsync(shard, group, limit.Token);
    }

    [LoggerMessage(3150, LogLevel.Warning, "Silo {Silo} tells no figures")]
    private partial void LogNoFigures(Exception exception, SiloAddress silo);
}
