namespace OrleansSocial.Storage.Shards;

/// <summary>A chain's head as it was taken over.</summary>
/// <param name="LastEventTs">The event_ts of the newest committed event; 0 for an empty chain.</param>
/// <param name="MessageCount">How many messages count for unread.</param>
/// <param name="DatabaseTime">The database's clock, microseconds since 1970.</param>
public sealed record ChainHead(long LastEventTs, long MessageCount, long DatabaseTime);
