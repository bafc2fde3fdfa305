namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A line of a file of stored rows: one of the two.</summary>
public sealed record StoredLine(StoredMessage? Message = null, StoredEvent? Event = null);
