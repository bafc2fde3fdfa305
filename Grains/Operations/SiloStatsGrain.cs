using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansSocial.Grains.Interfaces.Operations;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Grains.Writes;

namespace OrleansSocial.Grains.Operations;

/// <summary>The figures of the silo that it runs on; its caller places it there by a hint.</summary>
[GrainType("silostats")]
[Reentrant]
internal sealed class SiloStatsGrain(ShardWriters writers, ILocalSiloDetails silo) : Grain, ISiloStatsGrain
{
    /// <inheritdoc/>
    public Task<ImmutableArray<WriterStats>> Writers()
    {
        var here = silo.SiloAddress.ToParsableString();
        if (!string.Equals(here, this.GetPrimaryKeyString(), StringComparison.Ordinal))
        {
            // A silo that died between the list and the call, or a hint that was not taken: better nothing than another silo's figures.
            DeactivateOnIdle();
            return Task.FromResult(ImmutableArray<WriterStats>.Empty);
        }

        return Task.FromResult(writers.Stats(here));
    }
}
