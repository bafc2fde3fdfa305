using Npgsql;

namespace OrleansSocial.Storage;

/// <summary>How Orleans' own providers reach their tables, which are in the main database.</summary>
public static class OrleansConnection
{
    private const int ConnectionsMax = 4;
    private const int TimeoutSeconds = 5;

    /// <summary>The connection string for them: schema orleans, a small pool.</summary>
    /// <param name="main">The main database's connection string.</param>
    public static string Of(string main) => new NpgsqlConnectionStringBuilder(main)
    {
        SearchPath = MigrationRunner.OrleansSchema,
        ApplicationName = "orleans",
        MaxPoolSize = ConnectionsMax,
        Timeout = TimeoutSeconds,
        CommandTimeout = TimeoutSeconds,
    }.ConnectionString;
}
