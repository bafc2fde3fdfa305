namespace OrleansSocial.Storage.Writes;

/// <summary>The answer of a committed flush.</summary>
/// <param name="Parts">One a part, in order.</param>
/// <param name="DatabaseTime">The database's clock, microseconds since 1970.</param>
public sealed record FlushAnswer(IReadOnlyList<FlushPartAnswer> Parts, long DatabaseTime);
