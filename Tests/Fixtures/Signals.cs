using System.Runtime.InteropServices;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>Sends signals to processes that a test started, by their id.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends a signal; a process that is gone already is not an error.</summary>
    /// <param name="processId">A single process; groups (zero and below) are refused.</param>
    /// <param name="signal">The signal's number on Linux.</param>
    public static void Send(int processId, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 2);
        _ = SendSignal(processId, signal);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
