using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OrleansSocial.Benchmarks.Machines;

/// <summary>Where and from what a result comes.</summary>
/// <param name="Commit">The commit of the working tree, with <c>+changes</c> if it was not clean; null outside a clone.</param>
/// <param name="Cpu">The processor's name.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="MemoryGigabytes">Memory of the machine.</param>
/// <param name="OperatingSystem">Its name.</param>
/// <param name="Runtime">The .NET runtime.</param>
internal sealed record MachineInfo(string? Commit, string Cpu, int Cores, double MemoryGigabytes, string OperatingSystem, string Runtime)
{
    /// <summary>Looks at this machine.</summary>
    public static MachineInfo Read(string repository)
    {
        var commit = Git(repository, "rev-parse", "HEAD");
        var changes = commit is null ? null : Git(repository, "status", "--porcelain", "--untracked-files=no");
        return new MachineInfo(
            string.IsNullOrEmpty(changes) ? commit : commit + "+changes",
            Field("/proc/cpuinfo", "model name") ?? "unknown",
            Environment.ProcessorCount,
            Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription);
    }

    private static string? Field(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;

    private static string? Git(string repository, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", repository, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
