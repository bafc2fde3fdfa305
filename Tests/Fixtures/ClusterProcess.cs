using System.Diagnostics;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>A silo or a gateway of a cluster under test: its output goes to a file, signals go to its process id.</summary>
internal sealed class ClusterProcess(string name, Uri address, string logFile, IReadOnlyList<string> arguments, Func<IReadOnlyDictionary<string, string>> environment) : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private Process? process;

    public string Name => name;

    public Uri Address => address;

    public string LogFile => logFile;

    /// <summary>Gets how often it was started.</summary>
    public int Starts { get; private set; }

    public int Id => Running.Id;

    public bool HasExited => process is null || process.HasExited;

    private Process Running => process ?? throw new InvalidOperationException($"{name} was not started");

    /// <summary>Starts it; a shell puts the output into the file and then becomes the program, so the process id is the program's.</summary>
    public void Start()
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = Repository.Output("Silo") };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >>\"$ORLEANSSOCIAL_TEST_LOG\" 2>&1 </dev/null");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(Path.Combine(Repository.Output("Silo"), "OrleansSocial.Silo.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ORLEANSSOCIAL_TEST_LOG"] = logFile;
        foreach (var (key, value) in environment())
        {
            start.Environment[key] = value;
        }

        // Never a disposed one in between: the supervisor looks at it from its own thread.
        var before = process;
        process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start");
        before?.Dispose();
        Starts++;
    }

    /// <summary>Waits until its health endpoint says that it serves.</summary>
    /// <exception cref="TimeoutException">It did not in time; the end of its log is in the message.</exception>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(cancellationToken))
        {
            if (HasExited)
            {
                throw new InvalidOperationException($"{name} ended with {Running.ExitCode}:\n{LogEnd()}");
            }

            if (Stopwatch.GetElapsedTime(started) > ReadyTimeout)
            {
                throw new TimeoutException($"{name} was not ready within {ReadyTimeout.TotalSeconds} s:\n{LogEnd()}");
            }

            await Task.Delay(PollPeriod, cancellationToken);
        }
    }

    /// <summary>Sends a signal; see <see cref="Signals"/>.</summary>
    public void Send(int signal)
    {
        if (!HasExited)
        {
            Signals.Send(Id, signal);
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<bool> WaitForExitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await Running.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Reads its metrics page.</summary>
    public async Task<string> MetricsAsync(CancellationToken cancellationToken) =>
        await Http.GetStringAsync(new Uri(address, "/metrics"), cancellationToken);

    /// <summary>Gets its resident memory in bytes.</summary>
    public long ResidentBytes()
    {
        Running.Refresh();
        return Running.WorkingSet64;
    }

    /// <summary>Asks it to end; kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            Send(Signals.Continue);
            Send(Signals.Terminate);
            if (!await WaitForExitAsync(StopTimeout))
            {
                Send(Signals.Kill);
                await WaitForExitAsync(StopTimeout);
            }
        }

        process?.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(address, "/health/ready"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private string LogEnd()
    {
        const int LinesMax = 40;
        return File.Exists(logFile) ? string.Join('\n', File.ReadLines(logFile).TakeLast(LinesMax)) : "(no log)";
    }
}
