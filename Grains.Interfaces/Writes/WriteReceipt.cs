using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>What became of an append.</summary>
/// <param name="Outcome">For the append as a whole.</param>
/// <param name="Rows">One result a row, in order, when the outcome is Done; else empty.</param>
/// <param name="DatabaseTime">The database's clock at the flush, microseconds since 1970; 0 when unknown.</param>
/// <param name="RetryAfter">For Busy: when to try again; at least 1 s.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.WriteReceipt")]
public sealed record WriteReceipt(
    [property: Id(0)] WriteOutcome Outcome,
    [property: Id(1)] ImmutableArray<RowResult> Rows,
    [property: Id(2)] long DatabaseTime,
    [property: Id(3)] TimeSpan RetryAfter);
