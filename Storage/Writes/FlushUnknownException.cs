namespace OrleansSocial.Storage.Writes;

/// <summary>Nobody knows yet whether the flush is stored. The connection is unusable; its server process must be gone before the same rows are sent again.</summary>
/// <param name="inner">What happened.</param>
public sealed class FlushUnknownException(Exception inner) : Exception("The outcome of the flush is unknown.", inner);
