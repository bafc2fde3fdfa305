namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>What became of one row.</summary>
/// <param name="Status">Stored, found or refused.</param>
/// <param name="Ts">The ts that is in the database under the row's key; 0 when refused.</param>
/// <param name="Position">The stored position; 0 for a channel_event or a refusal.</param>
/// <param name="Reason">For a refusal: SQLSTATE or a word.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.RowResult")]
public readonly record struct RowResult(
    [property: Id(0)] RowStatus Status,
    [property: Id(1)] long Ts,
    [property: Id(2)] long Position,
    [property: Id(3)] string? Reason);
