namespace OrleansSocial.Benchmarks.Faults;

/// <summary>A message as the database holds it.</summary>
public sealed record StoredMessage(string Channel, long Ts, string Author, string Body);
