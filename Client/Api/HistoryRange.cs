namespace OrleansSocial.Client.Api;

/// <summary>A part of a channel's history.</summary>
/// <param name="Channel">The channel's id.</param>
/// <param name="Oldest">Only messages after this ts.</param>
/// <param name="Latest">Only messages before this ts.</param>
/// <param name="Thread">The thread whose messages are wanted, by its parent's ts; null for the channel itself.</param>
internal sealed record HistoryRange(string Channel, string? Oldest = null, string? Latest = null, string? Thread = null);
