using System.Collections.Immutable;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Grains.Interfaces.Operations;

/// <summary>The figures of one silo. Key: the silo's address; placed on that silo.</summary>
[GrainInterfaceType("orleanssocial.silostats"), Alias("orleanssocial.ISiloStatsGrain")]
public interface ISiloStatsGrain : IGrainWithStringKey
{
    /// <summary>Lists this silo's shard writers.</summary>
    [Alias("Writers")]
    Task<ImmutableArray<WriterStats>> Writers();
}
