namespace OrleansSocial.Storage.Tables;

/// <summary>A mention.</summary>
/// <param name="Ts">The message.</param>
/// <param name="Name">The user id, or <c>*</c> for everybody.</param>
/// <param name="Position">The message's position.</param>
/// <param name="Author">Who wrote it.</param>
public sealed record MentionRow(long Ts, string Name, long Position, string Author);
