using System.Diagnostics;
using System.Globalization;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>One run of the server process, from its start to its end.</summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(10);
    private readonly Process _process;
    private readonly ProcessOutput _output;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PostgresServer(Process process)
    {
        _process = process;

        // The event, not WaitForExitAsync: that one also waits for the end of the output, which backends of a killed server keep open.
        process.Exited += (_, _) => _exited.TrySetResult();
        process.EnableRaisingEvents = true;
        _output = new(process);
        Pid = process.Id;
    }

    public int Pid { get; }

    /// <summary>Completes when the process has ended, for whatever reason.</summary>
    public Task Exited => _exited.Task;

    /// <summary>The exit code; only after <see cref="Exited"/>.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts the process; it does not accept connections yet.</summary>
    public static PostgresServer Launch(ServerAccount account, PostgresBinaries binaries, string dataDirectory)
    {
        var process = Process.Start(account.Command(binaries.Postgres, dataDirectory, "-D", dataDirectory))
            ?? throw new EmbeddedPostgresException($"{binaries.Postgres} could not be started.");
        process.StandardInput.Close();
        return new(process);
    }

    /// <summary>Waits until the server accepts connections.</summary>
    /// <exception cref="EmbeddedPostgresException">It ended instead, or took too long.</exception>
    public async Task ReadyAsync(string dataDirectory, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        while (PostmasterPidFile.Read(dataDirectory) is not { Ready: true } file || file.Pid != Pid)
        {
            if (Exited.IsCompleted)
            {
                throw new EmbeddedPostgresException(string.Create(
                    CultureInfo.InvariantCulture, $"PostgreSQL ended with {ExitCode} at its start. {_output}\n{LastLog(dataDirectory)}"));
            }

            if (timeProvider.GetElapsedTime(started) > timeout)
            {
                throw new EmbeddedPostgresException($"PostgreSQL accepted no connections within {timeout}. {_output}\n{LastLog(dataDirectory)}");
            }

            await Task.WhenAny(Exited, Task.Delay(PollPeriod, timeProvider, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ends the server process at once; its backends notice by themselves.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    public void Dispose() => _process.Dispose();

    // What the server says after its first lines is in its log, not in its output.
    private static string LastLog(string dataDirectory)
    {
        const int CharactersMax = 2000;
        var folder = new DirectoryInfo(Path.Combine(dataDirectory, "log"));
        if (!folder.Exists || folder.EnumerateFiles().MaxBy(file => file.LastWriteTimeUtc) is not { } newest)
        {
            return "";
        }

        using var stream = new FileStream(newest.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(-Math.Min(stream.Length, CharactersMax), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
