namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>The state of one shard writer on one silo, for <c>ops writes</c>.</summary>
/// <param name="Silo">The silo's address.</param>
/// <param name="Writer">Pair/shard/side.</param>
/// <param name="QueueRows">Rows that wait.</param>
/// <param name="QueueBytes">Their size.</param>
/// <param name="QueueAge">How long the oldest has waited.</param>
/// <param name="Flushes">Flushes since start.</param>
/// <param name="Rows">Rows flushed since start.</param>
/// <param name="Refusals">Appends refused as Busy since start.</param>
/// <param name="BatchRowsMean">Mean rows a flush over the last minute or since start.</param>
/// <param name="FlushMillisMean">Mean flush time, milliseconds.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.WriterStats")]
public sealed record WriterStats(
    [property: Id(0)] string Silo,
    [property: Id(1)] string Writer,
    [property: Id(2)] int QueueRows,
    [property: Id(3)] long QueueBytes,
    [property: Id(4)] TimeSpan QueueAge,
    [property: Id(5)] long Flushes,
    [property: Id(6)] long Rows,
    [property: Id(7)] long Refusals,
    [property: Id(8)] double BatchRowsMean,
    [property: Id(9)] double FlushMillisMean);
