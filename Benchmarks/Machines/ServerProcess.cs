using System.Diagnostics;

namespace OrleansSocial.Benchmarks.Machines;

/// <summary>A server that runs as a child process and says <c>ready URL</c> when it serves.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan _startMax = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan _stopMax = TimeSpan.FromSeconds(15);

    private readonly Process _process;

    private ServerProcess(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>Gets the address that it serves on.</summary>
    public Uri Url { get; }

    /// <summary>Gets its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a server and waits until it serves.</summary>
    /// <param name="file">The executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">What to add to the environment.</param>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ServerProcess> Start(
        string file,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string logFile,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var log = TextWriter.Synchronized(new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            log.WriteLine(line.Data);
            if (line.Data?.StartsWith("ready ", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult(new Uri(line.Data["ready ".Length..].Trim()));
            }
        };
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"{file} ended before it was ready; see {logFile}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new ServerProcess(process, await ready.Task.WaitAsync(_startMax, cancellationToken));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Asks the process to end, and ends it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                using var limit = new CancellationTokenSource(_stopMax);
                await _process.WaitForExitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
