using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using OrleansSocial.Storage.EmbeddedPostgres;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Storage.EmbeddedPostgres;

public sealed class EmbeddedClusterTests(InitializedFolder initialized) : IClassFixture<InitializedFolder>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanssocial-pg-");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_new_folder_gets_a_durable_server_on_loopback_with_a_password()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(Path.Combine(_folder.FullName, "new"));

        Assert.Equal("18.4", await ScalarAsync(cluster, "show server_version"));
        Assert.Equal("on", await ScalarAsync(cluster, "show fsync"));
        Assert.Equal("logical", await ScalarAsync(cluster, "show wal_level"));
        Assert.Equal("200", await ScalarAsync(cluster, "show max_connections"));
        Assert.Equal("127.0.0.1", await ScalarAsync(cluster, "show listen_addresses"));
        Assert.Equal("b C.UTF-8", await ScalarAsync(cluster, "select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()"));
        Assert.Equal("scram-sha-256", await ScalarAsync(cluster, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"));
        Assert.InRange(cluster.Port, 1024, 32767);

        var wrong = new NpgsqlConnectionStringBuilder(cluster.ConnectionString()) { Password = "wrong", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Secrets_and_data_are_closed_to_other_users()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are of Unix");
        await using var cluster = await EmbeddedCluster.StartAsync(_folder.FullName);

        Assert.Equal("600", Mode(Path.Combine(_folder.FullName, "password")));
        Assert.Equal("700", Mode(Path.Combine(_folder.FullName, "data")));
    }

    [Fact]
    public async Task A_second_start_keeps_port_password_and_data()
    {
        initialized.CopyTo(_folder.FullName);
        string before;
        await using (var first = await EmbeddedCluster.StartAsync(_folder.FullName))
        {
            before = first.ConnectionString();
            await ScalarAsync(first, "create table kept as select 42 as value");
        }

        await using var second = await EmbeddedCluster.StartAsync(_folder.FullName);
        Assert.Equal(before, second.ConnectionString());
        Assert.Equal("42", await ScalarAsync(second, "select value from kept"));
    }

    [Fact]
    public async Task A_stop_is_a_clean_shutdown()
    {
        initialized.CopyTo(_folder.FullName);
        var cluster = await EmbeddedCluster.StartAsync(_folder.FullName);
        var pid = cluster.Pid;
        await using (var connection = new NpgsqlConnection(cluster.ConnectionString() + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await cluster.StopAsync();
        }

        Assert.False(Alive(pid), "the server process is still there");
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "data", "postmaster.pid")));
        Assert.Contains("database system is shut down", Log(), StringComparison.Ordinal);
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_server_is_back_on_its_port_within_a_second_or_two()
    {
        initialized.CopyTo(_folder.FullName);
        await using var cluster = await EmbeddedCluster.StartAsync(_folder.FullName);
        await ScalarAsync(cluster, "create table kept as select 42 as value");
        var (pid, port) = (cluster.Pid, cluster.Port);

        Signals.Send(pid, Signals.Kill);
        await Eventually("the server is started again", () => cluster.Restarts == 1);

        Assert.NotEqual(pid, cluster.Pid);
        Assert.Equal(port, cluster.Port);
        Assert.Equal("42", await ScalarAsync(cluster, "select value from kept"));
    }

    [Fact]
    public async Task A_restart_that_fails_for_any_reason_is_tried_again()
    {
        initialized.CopyTo(_folder.FullName);
        var log = new StartLog();
        await using var cluster = await EmbeddedCluster.StartAsync(_folder.FullName, new EmbeddedPostgresOptions(), log);
        await ScalarAsync(cluster, "create table kept as select 42 as value");

        // A file that cannot be written, as on a full disk.
        var settings = Path.Combine(_folder.FullName, "data", "orleanssocial.conf");
        File.Delete(settings);
        Directory.CreateDirectory(settings);
        Signals.Send(cluster.Pid, Signals.Kill);
        await Eventually("two restarts have failed", () => log.Failures >= 2);

        Directory.Delete(settings);
        await Eventually("the server is started again", () => cluster.Restarts == 1);
        Assert.Equal("42", await ScalarAsync(cluster, "select value from kept"));
    }

    [Fact]
    public async Task Who_holds_the_port_meanwhile_is_not_told_the_password()
    {
        initialized.CopyTo(_folder.FullName);
        await using var cluster = await EmbeddedCluster.StartAsync(_folder.FullName);
        using var thief = new TcpListener(IPAddress.Loopback, 0);
        thief.Start();
        var told = ListenAsync(thief);
        var there = new NpgsqlConnectionStringBuilder(cluster.ConnectionString()) { Port = ((IPEndPoint)thief.LocalEndpoint).Port, Pooling = false };
        await using var connection = new NpgsqlConnection(there.ConnectionString);

        await Assert.ThrowsAnyAsync<Exception>(() => connection.OpenAsync());
        Assert.Equal(0, await told);

        static async Task<int> ListenAsync(TcpListener listener)
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var buffer = new byte[4096];
            Assert.True(await stream.ReadAsync(buffer) > 0);

            // AuthenticationCleartextPassword.
            await stream.WriteAsync(new byte[] { (byte)'R', 0, 0, 0, 8, 0, 0, 0, 3 });
            return await stream.ReadAsync(buffer);
        }
    }

    [Fact]
    public async Task A_server_left_by_a_killed_host_is_stopped_and_its_data_kept()
    {
        // As a killed host leaves it: the process and postmaster.pid are there, and nobody holds the folder's lock.
        initialized.CopyTo(_folder.FullName);
        var orphan = await EmbeddedCluster.StartAsync(_folder.FullName, new() { Restart = false });
        await ScalarAsync(orphan, "create table kept as select 42 as value");
        orphan.Abandon();

        await using var next = await EmbeddedCluster.StartAsync(_folder.FullName);
        Assert.NotEqual(orphan.Pid, next.Pid);
        Assert.False(Alive(orphan.Pid), "the orphan is still there");
        Assert.Equal("42", await ScalarAsync(next, "select value from kept"));
    }

    [Fact]
    public async Task A_frozen_server_left_by_a_killed_host_is_killed()
    {
        initialized.CopyTo(_folder.FullName);
        var orphan = await EmbeddedCluster.StartAsync(_folder.FullName, new() { Restart = false });
        Signals.Send(orphan.Pid, Signals.Stop);
        orphan.Abandon();

        await using var next = await EmbeddedCluster.StartAsync(_folder.FullName, new() { StopTimeout = TimeSpan.FromSeconds(1) });
        Assert.False(Alive(orphan.Pid), "the orphan is still there");
        Assert.Equal("1", await ScalarAsync(next, "select 1"));
    }

    [Fact]
    public async Task A_lock_file_with_the_number_of_another_program_does_not_block_the_start()
    {
        initialized.CopyTo(_folder.FullName);
        await (await EmbeddedCluster.StartAsync(_folder.FullName)).DisposeAsync();
        var stale = Path.Combine(_folder.FullName, "data", "postmaster.pid");
        await File.WriteAllTextAsync(stale, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{_folder.FullName}/data\n1700000000\n5432\n\n127.0.0.1\n\nready   \n"));

        await using var cluster = await EmbeddedCluster.StartAsync(_folder.FullName);
        Assert.Equal("1", await ScalarAsync(cluster, "select 1"));
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_with_its_name()
    {
        initialized.CopyTo(_folder.FullName);
        await using var cluster = await EmbeddedCluster.StartAsync(_folder.FullName);

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedCluster.StartAsync(_folder.FullName));
        Assert.Contains(_folder.FullName, refused.Message, StringComparison.Ordinal);
        Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_taken_meanwhile_is_replaced()
    {
        initialized.CopyTo(_folder.FullName);
        int port;
        await using (var first = await EmbeddedCluster.StartAsync(_folder.FullName))
        {
            port = first.Port;
        }

        using var thief = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        thief.Start();
        await using var second = await EmbeddedCluster.StartAsync(_folder.FullName);
        Assert.NotEqual(port, second.Port);
        Assert.Equal("1", await ScalarAsync(second, "select 1"));
    }

    [Fact]
    public async Task Root_runs_it_under_a_folder_that_is_closed_to_others()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "needs root on Linux");
        var closed = Directory.CreateDirectory(Path.Combine(_folder.FullName, "closed"), OwnerOnly);

        initialized.CopyTo(Path.Combine(closed.FullName, "postgres"));
        await using var cluster = await EmbeddedCluster.StartAsync(Path.Combine(closed.FullName, "postgres"));
        Assert.Equal(AccountKind.UserNamespace, cluster.Account);
        Assert.Equal("1", await ScalarAsync(cluster, "select 1"));
    }

    [Fact]
    public async Task Without_user_namespaces_root_runs_it_as_nobody_or_names_the_closed_folder()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "needs root on Linux");
        var options = new EmbeddedPostgresOptions { UserNamespaceAllowed = false };
        var closed = Directory.CreateDirectory(Path.Combine(_folder.FullName, "closed"), OwnerOnly);

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedCluster.StartAsync(Path.Combine(closed.FullName, "postgres"), options));
        Assert.Contains(closed.FullName, refused.Message, StringComparison.Ordinal);
        Assert.Contains("nobody", refused.Message, StringComparison.Ordinal);

        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        var open = Path.Combine(_folder.FullName, "open");
        await using (var cluster = await EmbeddedCluster.StartAsync(open, options))
        {
            Assert.Equal(AccountKind.Nobody, cluster.Account);
            await ScalarAsync(cluster, "create table kept as select 42 as value");
        }

        // And back: the files change hands.
        await using var again = await EmbeddedCluster.StartAsync(open);
        Assert.Equal(AccountKind.UserNamespace, again.Account);
        Assert.Equal("42", await ScalarAsync(again, "select value from kept"));
    }

    private static async Task<string?> ScalarAsync(EmbeddedCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task Eventually(string what, Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(timeout.IsCancellationRequested, $"did not happen within {Patience}: {what}");
            await Task.Delay(10);
        }
    }

    private static bool Alive(int pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private string Log() =>
        string.Concat(Directory.EnumerateFiles(Path.Combine(_folder.FullName, "data", "log")).Select(File.ReadAllText));

    private sealed class StartLog : ILogger
    {
        private const int RestartFailed = 1004;
        private int failures;

        public int Failures => Volatile.Read(ref failures);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == RestartFailed)
            {
                Interlocked.Increment(ref failures);
            }
        }
    }
}
