namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>The embedded PostgreSQL server cannot be started or stopped; the message says what to change.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    public EmbeddedPostgresException()
    {
    }

    public EmbeddedPostgresException(string message)
        : base(message)
    {
    }

    public EmbeddedPostgresException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
