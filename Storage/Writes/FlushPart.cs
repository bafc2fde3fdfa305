using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes;

/// <summary>Rows of one append that go into one flush: all of them, unless the append is too large or one of its rows was refused.</summary>
/// <param name="Batch">The append.</param>
/// <param name="First">The index of the first row.</param>
/// <param name="Count">How many rows.</param>
public readonly record struct FlushPart(WriteBatch Batch, int First, int Count);
