namespace OrleansSocial.Storage.Shards;

/// <summary>One server process for one connection; the start time tells it from a later one with the same number.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartedTs">When it started, microseconds since 1970.</param>
public readonly record struct BackendId(int Pid, long StartedTs);
