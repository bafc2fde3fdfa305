using Npgsql;

namespace OrleansSocial.Storage.Shards;

/// <summary>
/// A connection beside the pools that ends other sessions: a lane's own old one before it opens a new one, and whoever keeps
/// a head or the fence locked for more than a second (a client frozen in mid-batch keeps its locks, and no time-out of the server ends it).
/// </summary>
public sealed class ControlConnection : IAsyncDisposable
{
    /// <summary>How long a wait for a lock lasts before its holders are ended.</summary>
    public static readonly TimeSpan BlockedMax = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(20);

    // No row: that backend is gone, and what it did is decided.
    private const string TerminateBackend =
        """
        select pg_terminate_backend(pid)
        from pg_stat_activity
        where pid = $1 and (extract(epoch from backend_start) * 1000000)::bigint = $2
        """;

    // The holders are at the end of the chain of waiters; a waiter in between is as blocked as we are. A commit that waits for
    // its standby holds its locks by right: ending it would only put the next one in its place.
    private const string TerminateHolders =
        """
        with recursive waiting as (
          select $1::int as pid
          union
          select b from waiting w, unnest(pg_blocking_pids(w.pid)) b
        )
        select count(*) filter (where pg_terminate_backend(a.pid))
        from waiting w
          join pg_stat_activity a on a.pid = w.pid
        where w.pid <> $1
          and a.backend_type = 'client backend'
          and a.wait_event_type is distinct from 'Lock'
          and a.wait_event is distinct from 'SyncRep'
          and a.xact_start < clock_timestamp() - interval '1 second'
        """;

    private const string SelectConnectionsMax =
        """
        select current_setting('max_connections')::int
          - current_setting('superuser_reserved_connections')::int
          - coalesce(current_setting('reserved_connections', true), '0')::int
        """;

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _timeProvider;
    private readonly SemaphoreSlim _gate = new(1);
    private NpgsqlConnection? _connection;

    /// <summary>Prepares the connection; opens nothing.</summary>
    /// <param name="connectionString">The instance's.</param>
    /// <param name="timeProvider">The clock of its pauses.</param>
    public ControlConnection(string connectionString, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            ApplicationName = "orleanssocial control",
            Timeout = 2,
            CommandTimeout = 3,
            CancellationTimeout = -1,
            TcpKeepAlive = true,
        });
    }

    /// <summary>Ends a session and waits until its process is gone: only then is it decided what it did.</summary>
    public async Task EndAsync(BackendId backend, CancellationToken cancellationToken)
    {
        while (await ScalarAsync(TerminateBackend, backend.Pid, backend.StartedTs, cancellationToken) is not null)
        {
            await Task.Delay(PollPause, _timeProvider, cancellationToken);
        }
    }

    /// <summary>Ends those that have kept a session waiting for a lock, if their transactions are older than a second.</summary>
    /// <returns>How many were ended.</returns>
    public async Task<long> EndHoldersAsync(int pid, CancellationToken cancellationToken) =>
        (long)(await ScalarAsync(TerminateHolders, pid, null, cancellationToken) ?? 0L);

    /// <summary>Runs a statement that may wait for a lock, and ends the holders when it waits too long.</summary>
    public async Task<T> BreakWhileAsync<T>(int pid, Func<Task<T>> statement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var running = statement();
        while (!running.IsCompleted)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(running, Task.Delay(BlockedMax, _timeProvider, pause.Token)) != running && !cancellationToken.IsCancellationRequested)
            {
                await TryEndHoldersAsync(pid, cancellationToken);
            }

            await pause.CancelAsync();
        }

        return await running;
    }

    /// <summary>Refuses a server that has fewer connections than this process may open.</summary>
    /// <param name="needed">The most that this process opens, this one included.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">max_connections is too low.</exception>
    public async Task DemandConnectionsAsync(int needed, CancellationToken cancellationToken)
    {
        var max = (int)(await ScalarAsync(SelectConnectionsMax, null, null, cancellationToken) ?? 0);
        if (max < needed)
        {
            throw new InvalidOperationException(
                $"PostgreSQL offers {max} connections (max_connections less the reserved ones), and this process may open {needed}. Raise max_connections, or lower OrleansSocial:Storage:InstanceConnectionsMax, MainConnectionsMax or ShardCount.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        await _source.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>A server that is down fails the statement itself; this must not fail before it.</summary>
    private async Task TryEndHoldersAsync(int pid, CancellationToken cancellationToken)
    {
        try
        {
            await EndHoldersAsync(pid, cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            // Tried again after the next second.
        }
    }

    private async Task<object?> ScalarAsync(string sql, int? first, long? second, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _connection ??= await _source.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(sql, _connection);
            if (first is { } pid)
            {
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = pid });
            }

            if (second is { } started)
            {
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = started });
            }

            return await command.ExecuteScalarAsync(cancellationToken);
        }
        catch
        {
            // The next call opens a new one.
            if (_connection is not null)
            {
                await _connection.DisposeAsync();
                _connection = null;
            }

            throw;
        }
        finally
        {
            _gate.Release();
        }
    }
}
