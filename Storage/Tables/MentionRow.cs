using System.Collections.Immutable;

namespace OrleansSocial.Storage.Tables;

/// <summary>A mention.</summary>
/// <param name="Ts">The message.</param>
/// <param name="Names">A user id, <c>*</c> for everybody, or of a user group its members at the time.</param>
/// <param name="Position">The message's position.</param>
/// <param name="Author">Who wrote it.</param>
public sealed record MentionRow(long Ts, ImmutableArray<string> Names, long Position, string Author);
