using System.Globalization;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>The lock file of a running server (postmaster.pid): its process, and how far its start is.</summary>
internal sealed record PostmasterPidFile(int Pid, bool Ready)
{
    private const int StatusLine = 7;

    /// <summary>Reads the file; null while there is none or it is only half written.</summary>
    public static PostmasterPidFile? Read(string dataDirectory)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(dataDirectory));
            if (lines.Length == 0 || !int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                return null;
            }

            return new(pid, lines.Length > StatusLine && lines[StatusLine].StartsWith("ready", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "postmaster.pid");
}
