using Microsoft.Extensions.Logging;

namespace OrleansSocial.Storage.EmbeddedPostgres;

public sealed partial class EmbeddedCluster
{
    [LoggerMessage(1000, LogLevel.Information, "PostgreSQL runs in {Folder} on port {Port}, process {Pid}, account {Account}")]
    private partial void LogStarted(string folder, int port, int pid, AccountKind account);

    [LoggerMessage(1001, LogLevel.Warning, "Stopped the PostgreSQL process {Pid} that an earlier run left in {Folder}")]
    private partial void LogOrphanStopped(int pid, string folder);

    [LoggerMessage(1002, LogLevel.Error, "The PostgreSQL process {Pid} ended with {ExitCode}; it is started again in {Delay}")]
    private partial void LogDied(int pid, int exitCode, TimeSpan delay);

    [LoggerMessage(1003, LogLevel.Warning, "PostgreSQL runs again, process {Pid} on port {Port}")]
    private partial void LogRestarted(int pid, int port);

    [LoggerMessage(1004, LogLevel.Error, "PostgreSQL could not be started again")]
    private partial void LogRestartFailed(Exception exception);

    [LoggerMessage(1005, LogLevel.Warning, "PostgreSQL in {Folder} did not stop within {Timeout} and was killed; its next start recovers")]
    private partial void LogKilled(string folder, TimeSpan timeout);

    [LoggerMessage(1006, LogLevel.Information, "PostgreSQL in {Folder} is stopped")]
    private partial void LogStopped(string folder);
}
