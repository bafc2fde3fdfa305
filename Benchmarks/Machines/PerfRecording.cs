using System.Diagnostics;
using System.Globalization;

namespace OrleansSocial.Benchmarks.Machines;

/// <summary>Samples a process with Linux perf. The process needs DOTNET_PerfMapEnabled=1 for the names of its own methods.</summary>
internal sealed class PerfRecording(string file)
{
    private const int SamplesPerSecond = 999;

    private static readonly (string Title, string[] Arguments)[] _reports =
    [
        ("by library", ["--no-children", "--sort", "dso", "-g", "none", "--percent-limit", "0.5"]),
        ("by thread", ["--no-children", "--sort", "comm", "-g", "none", "--percent-limit", "0.5"]),
        ("by method, its own time", ["--no-children", "--sort", "symbol", "-g", "none", "--percent-limit", "0.4"]),
        ("by method, with what it calls", ["--children", "--sort", "symbol", "-g", "none", "--percent-limit", "1.0"]),
    ];

    /// <summary>Samples for a while.</summary>
    public async Task Record(int processId, TimeSpan duration, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "record", "-e", "cpu-clock", "-F", SamplesPerSecond.ToString(CultureInfo.InvariantCulture), "-g", "-o", file,
            "-p", processId.ToString(CultureInfo.InvariantCulture), "--", "sleep", duration.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ];
        await Run(arguments, cancellationToken);
    }

    /// <summary>Writes what the samples show.</summary>
    public async Task Report(TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var (title, arguments) in _reports)
        {
            await output.WriteLineAsync($"== {title}");
            var report = await Run(["report", "-i", file, "--stdio", .. arguments], cancellationToken);
            foreach (var line in report.Split('\n').Where(l => l.Trim() is { Length: > 0 } text && text[0] != '#'))
            {
                await output.WriteLineAsync(line.TrimEnd());
            }
        }
    }

    private static async Task<string> Run(string[] arguments, CancellationToken cancellationToken)
    {
        using var perf = Process.Start(new ProcessStartInfo("perf", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = perf.StandardError.ReadToEndAsync(cancellationToken);
        var output = await perf.StandardOutput.ReadToEndAsync(cancellationToken);
        await perf.WaitForExitAsync(cancellationToken);
        return perf.ExitCode == 0 ? output : throw new InvalidOperationException($"perf {arguments[0]}: {await errors}");
    }
}
