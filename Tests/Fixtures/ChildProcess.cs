using System.Diagnostics;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>A program that a test starts and ends by its id.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>The host promises to be gone this long after SIGTERM.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private int disposed;

    private ChildProcess(Process process) => this.process = process;

    /// <summary>Gets everything it wrote, both streams.</summary>
    public ProcessOutput Output { get; } = new();

    /// <summary>Gets what it wrote to standard output only.</summary>
    public ProcessOutput StandardOutput { get; } = new();

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>Starts a program.</summary>
    /// <param name="program">A path, or a name to find in PATH.</param>
    /// <param name="arguments">Its arguments, unquoted.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="folder">Its working folder; the clone's root if null.</param>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        child.Begin();
        return child;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it was killed and its output is in the message.</exception>
    public static async Task<ChildProcess> RunAsync(
        string program,
        IEnumerable<string> arguments,
        TimeSpan timeout,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null)
    {
        var child = Start(program, arguments, environment, folder);
        if (!await child.WaitForExitAsync(timeout))
        {
            await child.DisposeAsync();
            throw new TimeoutException($"{program} did not end within {timeout.TotalSeconds:0.#} s; output:\n{child.Output.Text}");
        }

        return child;
    }

    /// <summary>Waits for the end of the process and of its output.</summary>
    /// <returns>False if it still runs after <paramref name="timeout"/>.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Asks it to end (SIGTERM) and waits; it is killed if it does not.</summary>
    /// <returns>True if it ended by itself in time.</returns>
    public async Task<bool> StopAsync(TimeSpan? timeout = null)
    {
        if (process.HasExited)
        {
            return true;
        }

        Signals.Send(process.Id, Signals.Terminate);
        if (await WaitForExitAsync(timeout ?? StopTimeout))
        {
            return true;
        }

        process.Kill(entireProcessTree: true);
        await WaitForExitAsync(StopTimeout);
        return false;
    }

    /// <summary>Ends it without warning (SIGKILL), and only it: what it started stays.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            Signals.Send(process.Id, Signals.Kill);
            await WaitForExitAsync(StopTimeout);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        await StopAsync();
        process.Dispose();
    }

    private void Begin()
    {
        process.OutputDataReceived += (_, e) =>
        {
            Output.Add(e.Data);
            StandardOutput.Add(e.Data);
        };
        process.ErrorDataReceived += (_, e) => Output.Add(e.Data);
        process.Exited += (_, _) => Ended();
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Ended()
    {
        var code = -1;
        try
        {
            code = process.ExitCode;
        }
        catch (InvalidOperationException)
        {
            // Disposed meanwhile: nobody asks for the code any more.
        }

        Output.End(code);
        StandardOutput.End(code);
    }
}
