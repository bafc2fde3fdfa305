using System.Data;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace OrleansSocial.Storage;

/// <summary>
/// Brings the schemas of a database to the version of this program. Each schema is one transaction under one lock, so
/// hosts that start at the same time wait for each other, and a schema is at one version or another, never between.
/// </summary>
public sealed partial class MigrationRunner(ILogger? logger = null)
{
    /// <summary>The schema of the set main.</summary>
    public const string MainSchema = "main";

    /// <summary>The schema of the set Orleans.</summary>
    public const string OrleansSchema = "orleans";

    /// <summary>The schema of the set instance.</summary>
    public const string InstanceSchema = "local";

    // Any number that nothing else in the database locks: the writers' locks are pairs of small numbers.
    internal const long LockKey = 0x6F72_6C73_6F63_0001;

    private const string CreateMigration =
        """
        create table if not exists migration (
          number int primary key,
          name text not null,
          checksum text not null,
          applied_at timestamptz not null default now()
        )
        """;

    private const string SelectMigration = "select number, name, checksum from migration order by number";

    private const string InsertMigration = "insert into migration (number, name, checksum) values ($1, $2, $3)";

    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>Gets or sets the longest wait for another host that migrates the same database. Default: 1 minute.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Migrates the main database: the sets Main and Orleans.</summary>
    /// <exception cref="MigrationException">The database is newer, or not what this program's migrations made.</exception>
    public async Task MigrateMainAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        await MigrateAsync(connectionString, MigrationSet.Main, [MainSchema], cancellationToken);
        await MigrateAsync(connectionString, MigrationSet.Orleans, [OrleansSchema], cancellationToken);
    }

    /// <summary>Migrates an instance of a pair: the set Instance, and the set Shard in a schema for each shard.</summary>
    /// <exception cref="MigrationException">The database is newer, or not what this program's migrations made.</exception>
    public async Task MigratePairAsync(string connectionString, IEnumerable<string> shardSchemas, CancellationToken cancellationToken = default)
    {
        await MigrateAsync(connectionString, MigrationSet.Instance, [InstanceSchema], cancellationToken);
        await MigrateAsync(connectionString, MigrationSet.Shard, shardSchemas, cancellationToken);
    }

    /// <summary>Migrates schemas of one set.</summary>
    /// <exception cref="MigrationException">The database is newer, or not what this program's migrations made.</exception>
    public Task MigrateAsync(
        string connectionString, MigrationSet set, IEnumerable<string> schemas, CancellationToken cancellationToken = default) =>
        MigrateAsync(connectionString, set, schemas, Migration.Of(set), cancellationToken);

    internal async Task MigrateAsync(
        string connectionString,
        MigrationSet set,
        IEnumerable<string> schemas,
        IReadOnlyList<Migration> migrations,
        CancellationToken cancellationToken)
    {
        // Not a pooled connection: what a migration sets in its session ends with it.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var schema in schemas)
        {
            await MigrateSchemaAsync(connection, set, schema, migrations, cancellationToken);
        }
    }

    private async Task MigrateSchemaAsync(
        NpgsqlConnection connection, MigrationSet set, string schema, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        if (!SchemaName().IsMatch(schema))
        {
            throw new ArgumentException($"'{schema}' is no schema name: small letters, digits and '_', at most 63.", nameof(schema));
        }

        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await LockAsync(connection, cancellationToken);
        await ExecuteAsync(connection, $"create schema if not exists {schema}", cancellationToken);

        // Local: a standby that is away must not hold up a start (each side of a pair is migrated by itself).
        await ExecuteAsync(connection, "select set_config('search_path', $1, true), set_config('synchronous_commit', 'local', true)", cancellationToken, schema);
        await ExecuteAsync(connection, CreateMigration, cancellationToken);
        var applied = await AppliedAsync(connection, cancellationToken);
        Check(set, schema, migrations, applied);
        foreach (var migration in migrations.Skip(applied.Count))
        {
            try
            {
                await ExecuteAsync(connection, migration.Sql, cancellationToken);
            }
            catch (PostgresException exception)
            {
                throw new MigrationException($"Schema {schema}: {migration.Name} failed and was undone: {exception.MessageText}", exception);
            }

            await ExecuteAsync(connection, InsertMigration, cancellationToken, migration.Number, migration.Name, migration.Checksum);
            LogApplied(schema, migration.Name);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static void Check(
        MigrationSet set, string schema, IReadOnlyList<Migration> migrations, List<(int Number, string Name, string Checksum)> applied)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            var (number, name, checksum) = applied[i];
            if (number != i + 1)
            {
                throw new MigrationException($"Schema {schema}: migration {i + 1} is missing, but {number} ({name}) was applied. The table {schema}.migration was edited or restored in part.");
            }

            if (number > migrations.Count)
            {
                throw new MigrationException(
                    $"Schema {schema} is newer than this program: it has {name}, and this program's last is {migrations[^1].Name} of set {set}. Start the newer program, or restore a backup from before its first start.");
            }

            if (migrations[i].Checksum != checksum)
            {
                throw new MigrationException($"Schema {schema}: {name} was applied with another content than this program's {migrations[i].Name}. A migration is never edited after its release; add a new one.");
            }
        }
    }

    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var millis = ((long)LockTimeout.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await ExecuteAsync(connection, "select set_config('lock_timeout', $1, true)", cancellationToken, millis);
        try
        {
            await ExecuteAsync(connection, "select pg_advisory_xact_lock($1)", cancellationToken, LockKey);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new MigrationException($"Another host has been migrating this database for more than {LockTimeout}.", exception);
        }
    }

    private static async Task<List<(int Number, string Name, string Checksum)>> AppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SelectMigration, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(int, string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        }

        return rows;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SchemaName();
}
