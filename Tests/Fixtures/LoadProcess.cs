using System.Diagnostics;
using System.Globalization;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>The load of a fault run: a process that posts, listens and writes down, and takes orders on its input.</summary>
internal sealed class LoadProcess : IAsyncDisposable
{
    private static readonly TimeSpan SteadyTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(90);
    private readonly Process process;

    private LoadProcess(Process process) => this.process = process;

    /// <summary>Gets what it wrote.</summary>
    public ProcessOutput Output { get; } = new();

    /// <summary>Starts it and returns once every socket is open and it posts.</summary>
    public static async Task<LoadProcess> StartAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments.Prepend("load").Prepend("faults").Prepend(Program))
        {
            start.ArgumentList.Add(argument);
        }

        var load = new LoadProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        load.process.OutputDataReceived += (_, e) => load.Output.Add(e.Data);
        load.process.ErrorDataReceived += (_, e) => load.Output.Add(e.Data);
        load.process.Exited += (_, _) => load.Output.End(-1);
        load.process.Start();
        load.process.BeginOutputReadLine();
        load.process.BeginErrorReadLine();
        try
        {
            await load.Output.WaitForLineAsync("the load's line 'steady'", l => string.Equals(l, "steady", StringComparison.Ordinal), SteadyTimeout);
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gets the program that holds load and checker.</summary>
    public static string Program => Path.Combine(Repository.Output("Benchmarks"), "OrleansSocial.Benchmarks.dll");

    /// <summary>Gives an order, such as <c>cut 25</c>.</summary>
    public async Task OrderAsync(string order)
    {
        await process.StandardInput.WriteLineAsync(order);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Ends the posting and waits until everything has arrived, or the load's own time for that is over.</summary>
    public async Task StopAsync()
    {
        await OrderAsync("stop");
        using var limit = new CancellationTokenSource(EndTimeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"the load did not end within {EndTimeout.TotalSeconds} s:\n{Output.Text}"), error);
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"the load ended with {process.ExitCode}:\n{Output.Text}");
        }
    }

    public ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
        return ValueTask.CompletedTask;
    }
}
