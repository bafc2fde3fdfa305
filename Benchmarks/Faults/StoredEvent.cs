namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A row of channel_event: an edit, a reaction and the like.</summary>
public sealed record StoredEvent(string Channel, long EventTs, int Kind);
