using Npgsql;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Writes;

/// <summary>A lane's own connection: one flush at a time, not pooled, statements prepared at their first use.</summary>
public sealed class LaneConnection : IAsyncDisposable
{
    private const int TransactionTimeoutVersion = 17;

    // Beyond it the lane gives the connection up; the server's own transaction_timeout (5 s) comes first where it exists.
    private const int CommandTimeoutSeconds = 10;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;
    private readonly FlushCommands _commands;
    private string? _warning;

    private LaneConnection(NpgsqlConnection connection, short shard)
    {
        _connection = connection;
        _batch = new NpgsqlBatch(connection);
        _commands = new FlushCommands(shard);
        connection.Notice += OnNotice;
    }

    /// <summary>Gets the server process; it must be gone before the lane opens another connection.</summary>
    public BackendId Backend { get; private set; }

    /// <summary>Opens a connection to a shard.</summary>
    /// <param name="connectionString">The instance's.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<LaneConnection> OpenAsync(string connectionString, short shard, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(DataSources.Lane(connectionString, shard, CommandTimeoutSeconds));
        try
        {
            await connection.OpenAsync(cancellationToken);
            var lane = new LaneConnection(connection, shard);
            await lane.PrepareAsync(cancellationToken);
            return lane;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends one flush: one batch, one implicit transaction, one round trip. Not cancellable: a cancelled commit is an unknown one.</summary>
    /// <param name="parts">The rows; a chain may occur once.</param>
    /// <exception cref="FlushRefusedException">Nothing is stored.</exception>
    /// <exception cref="FlushUnknownException">It may or may not be stored; the connection is of no further use.</exception>
    public async Task<FlushAnswer> FlushAsync(IReadOnlyList<FlushPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _warning = null;
        try
        {
            _commands.Fill(parts, _batch.BatchCommands);
            FlushAnswer answer;
            await using (var reader = await _batch.ExecuteReaderAsync(CancellationToken.None))
            {
                answer = await _commands.ReadAsync(reader, parts, CancellationToken.None);
            }

            // "canceling wait for synchronous replication" comes as a warning before a success: the standby may not have it.
            return _warning is null ? answer : throw new FlushUnknownException(new InvalidOperationException(_warning));
        }
        catch (PostgresException exception) when (IsRefusal(exception))
        {
            throw new FlushRefusedException(exception.SqlState, exception);
        }
        catch (Exception exception) when (exception is not FlushUnknownException and not ArgumentException)
        {
            throw new FlushUnknownException(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _connection.Notice -= OnNotice;
        await _batch.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static bool IsRefusal(PostgresException exception) =>
        string.Equals(exception.InvariantSeverity, "ERROR", StringComparison.Ordinal)
        && !exception.SqlState.StartsWith("57P", StringComparison.Ordinal)
        && !exception.SqlState.StartsWith("08", StringComparison.Ordinal);

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_connection.PostgreSqlVersion.Major >= TransactionTimeoutVersion)
        {
            await using var timeout = new NpgsqlCommand("set transaction_timeout = '5s'", _connection);
            await timeout.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var command = new NpgsqlCommand(
            "select (extract(epoch from backend_start) * 1000000)::bigint from pg_stat_activity where pid = pg_backend_pid()", _connection);
        Backend = new BackendId(_connection.ProcessID, (long)(await command.ExecuteScalarAsync(cancellationToken) ?? 0L));
    }

    private void OnNotice(object sender, NpgsqlNoticeEventArgs notice)
    {
        if (notice.Notice.InvariantSeverity is "WARNING")
        {
            _warning = notice.Notice.MessageText;
        }
    }
}
