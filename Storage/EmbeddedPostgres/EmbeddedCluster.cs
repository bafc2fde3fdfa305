using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>
/// A real PostgreSQL server in a folder, owned by this process: started, watched, started again when it dies, stopped.
/// Loopback only, SCRAM with a random password, fsync on.
/// </summary>
public sealed partial class EmbeddedCluster : IAsyncDisposable
{
    /// <summary>The database that exists from the start.</summary>
    public const string DatabaseName = "orleanssocial";

    private const string UserName = "orleanssocial";
    private const int PortTriesMax = 5;
    private static readonly TimeSpan RestartDelayMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogGrace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan RestartStep = TimeSpan.FromMilliseconds(100);

    private readonly EmbeddedPostgresOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly PostgresDirectory _directory;
    private readonly PostgresBinaries _binaries;
    private readonly ServerAccount _account;
    private readonly LeftoverServer _leftover;
    private readonly string _password;
    private readonly CancellationTokenSource _stopping = new();
    private PostgresServer? _server;
    private Task _watch = Task.CompletedTask;
    private bool _stopped;

    private EmbeddedCluster(
        PostgresDirectory directory, PostgresBinaries binaries, ServerAccount account, EmbeddedPostgresOptions options, ILogger logger)
    {
        _directory = directory;
        _binaries = binaries;
        _account = account;
        _options = options;
        _logger = logger;
        _timeProvider = TimeProvider.System;
        _leftover = new(directory.Data, _timeProvider);
        _password = directory.Password();
    }

    /// <summary>Gets the port of 127.0.0.1; it stays the same through restarts.</summary>
    public int Port { get; private set; }

    /// <summary>Gets the process id of the server that runs, or ran last.</summary>
    public int Pid => _server?.Pid ?? 0;

    /// <summary>Gets the folder with the server's files.</summary>
    public string Folder => _directory.Root;

    /// <summary>Gets how often the server was started again since <see cref="StartAsync"/>.</summary>
    public int Restarts { get; private set; }

    internal AccountKind Account => _account.Kind;

    /// <summary>
    /// Starts the server of the folder, which is created when absent. A server that an earlier process left running there is stopped first.
    /// Takes about 1.2 s for a new folder, 0.2 s for an old one.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">The folder is in use or unreachable, the programs are missing, or the server does not start.</exception>
    public static async Task<EmbeddedCluster> StartAsync(
        string folder, EmbeddedPostgresOptions? options = null, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var binaries = PostgresBinaries.Find();
        var account = await ServerAccount.ChooseAsync(options.UserNamespaceAllowed, cancellationToken);
        var directory = PostgresDirectory.Open(folder);
        EmbeddedCluster? cluster = null;
        try
        {
            account.DemandAccess(binaries.Postgres);
            account.DemandAccess(directory.Root);
            cluster = new(directory, binaries, account, options, logger ?? NullLogger.Instance);
            await cluster.StartFirstAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            if (cluster is not null)
            {
                await cluster.DisposeAsync();
            }

            directory.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of a database of this server, for its superuser.</summary>
    public string ConnectionString(string database = DatabaseName) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = UserName,
        Password = _password,
        Database = database,
        SslMode = SslMode.Disable,

        // While the server restarts somebody else may hold its port: the password is shown to nobody, and SCRAM proves the server as well.
        RequireAuth = "ScramSHA256",
        GssEncryptionMode = GssEncryptionMode.Disable,

        // With the default, a commit that timed out while it waited for a standby comes back as a success.
        CancellationTimeout = -1,
    }.ConnectionString;

    /// <summary>Stops the server: sessions end, the data is checkpointed. After the stop time-out it is killed, and the next start recovers.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _stopping.CancelAsync();
        await _watch;
        if (_server is { } server)
        {
            if (!server.Exited.IsCompleted)
            {
                await AskToStopAsync();
            }

            try
            {
                await server.Exited.WaitAsync(_options.StopTimeout, _timeProvider, cancellationToken);
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                LogKilled(_directory.Root, _options.StopTimeout);
                server.Kill();
            }

            await _leftover.KillAsync(LogGrace, CancellationToken.None);
        }

        _directory.Dispose();
        LogStopped(_directory.Root);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _server?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Leaves the server running and forgets it, as the death of this process would; for tests.</summary>
    internal void Abandon()
    {
        _stopped = true;
        _stopping.Cancel();
        _directory.Dispose();
    }

    private async Task StartFirstAsync(CancellationToken cancellationToken)
    {
        if (await _leftover.EndAsync(AskToStopAsync, _options.StopTimeout, cancellationToken) is { } orphan)
        {
            LogOrphanStopped(orphan, _directory.Root);
        }

        await _account.OwnAsync(_directory.Root, cancellationToken);
        if (!Directory.Exists(_directory.Data))
        {
            await CreateDataAsync(cancellationToken);
        }

        for (var tries = 1; ; tries++)
        {
            Port = _directory.Port();
            try
            {
                await LaunchAsync(cancellationToken);
                break;
            }
            catch (EmbeddedPostgresException) when (tries < PortTriesMax && !LoopbackPort.IsFree(Port))
            {
                // Another process took the port between our look and the server's.
            }
        }

        _directory.Remember(Port);
        await CreateDatabaseAsync(cancellationToken);
        LogStarted(_directory.Root, Port, Pid, _account.Kind);
        if (_options.Restart)
        {
            _watch = WatchAsync();
        }
    }

    private async Task CreateDataAsync(CancellationToken cancellationToken)
    {
        var data = _directory.NewData();
        using var initDb = Process.Start(_account.Command(
            _binaries.InitDb,
            _directory.Root,
            "--pgdata=" + data,
            "--username=" + UserName,
            "--pwfile=" + _directory.PasswordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C.UTF-8"))!;
        initDb.StandardInput.Close();
        var output = new ProcessOutput(initDb);
        try
        {
            await initDb.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            initDb.Kill(entireProcessTree: true);
            throw;
        }

        if (initDb.ExitCode != 0)
        {
            throw new EmbeddedPostgresException(string.Create(CultureInfo.InvariantCulture, $"initdb ended with {initDb.ExitCode}. {output}"));
        }

        ServerSettings.Include(data);
        Directory.Move(data, _directory.Data);
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        ServerSettings.Write(_directory.Data, Port, _options);
        var ended = _server;
        _server = PostgresServer.Launch(_account, _binaries, _directory.Data);
        ended?.Dispose();
        await _server.ReadyAsync(_directory.Data, _options.StartTimeout, _timeProvider, cancellationToken);
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = 'orleanssocial'", connection);
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand("create database orleanssocial", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task WatchAsync()
    {
        var delay = _options.RestartDelay;
        try
        {
            while (true)
            {
                await _server!.Exited.WaitAsync(_stopping.Token);
                LogDied(Pid, _server.ExitCode, delay);
                await Task.Delay(delay, _timeProvider, _stopping.Token);
                try
                {
                    await _leftover.KillAsync(LogGrace, _stopping.Token);
                    await _leftover.EndAsync(AskToStopAsync, _options.StopTimeout, _stopping.Token);
                    await LaunchAsync(_stopping.Token);
                    Restarts++;
                    delay = _options.RestartDelay;
                    LogRestarted(Pid, Port);
                }
                catch (Exception exception) when (!_stopping.IsCancellationRequested)
                {
                    // Whatever it is, a full disk or no free process: it may pass, and nobody else starts the server.
                    LogRestartFailed(exception);
                    _server.Kill();
                    delay = delay + delay + RestartStep > RestartDelayMax ? RestartDelayMax : delay + delay + RestartStep;
                }
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // StopAsync does the rest.
        }
    }

    private async Task AskToStopAsync()
    {
        using var control = Process.Start(_account.Command(
            _binaries.PgCtl, _directory.Root, "stop", "--pgdata=" + _directory.Data, "--mode=fast", "--no-wait"))!;
        control.StandardInput.Close();
        await control.WaitForExitAsync();
    }
}
