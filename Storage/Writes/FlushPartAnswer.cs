using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Writes;

/// <summary>What a committed flush did with one part.</summary>
/// <param name="Fence">The group's fence as the flush saw it.</param>
/// <param name="Held">True when the head was found with this owner and an open fence: only then the rows count.</param>
/// <param name="Rows">One result a row of the part.</param>
public readonly record struct FlushPartAnswer(FenceState Fence, bool Held, ReadOnlyMemory<RowResult> Rows);
