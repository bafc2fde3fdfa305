namespace OrleansSocial.Storage;

/// <summary>The database's schema is not one that this program can use; nothing was changed in the schema named.</summary>
public sealed class MigrationException : Exception
{
    public MigrationException()
    {
    }

    public MigrationException(string message)
        : base(message)
    {
    }

    public MigrationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
