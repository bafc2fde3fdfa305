using Microsoft.Extensions.Logging;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Grains.Writes;

/// <summary>What all lanes of a silo share.</summary>
/// <param name="DataSources">The databases.</param>
/// <param name="Controls">The control connections.</param>
/// <param name="Fence">Armed when a flush meets a foreign boot id.</param>
/// <param name="Instruments">The figures.</param>
/// <param name="Options">The bounds.</param>
/// <param name="TimeProvider">The clock.</param>
/// <param name="Logger">The log.</param>
internal sealed record LaneContext(
    DataSources DataSources,
    ControlConnections Controls,
    Fence Fence,
    WriteBatchInstruments Instruments,
    WriteBatchOptions Options,
    TimeProvider TimeProvider,
    ILogger<WriteLane> Logger);
