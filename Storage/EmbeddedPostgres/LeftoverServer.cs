using System.Diagnostics;
using System.Globalization;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>
/// Ends what an earlier run left behind: a server whose host was killed, and backends whose server was killed.
/// The folder's lock is ours when this runs, so whatever still works on the data belongs to nobody.
/// </summary>
internal sealed class LeftoverServer(string dataDirectory, TimeProvider timeProvider)
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Asks the server to stop, then kills what does not; afterwards no process works on the data.</summary>
    /// <returns>The process id of the server that was found running, or null.</returns>
    /// <exception cref="EmbeddedPostgresException">A process survived.</exception>
    public async Task<int?> EndAsync(Func<Task> askToStop, TimeSpan stopTimeout, CancellationToken cancellationToken)
    {
        var server = Processes().FirstOrDefault(pid => pid == PostmasterPidFile.Read(dataDirectory)?.Pid);
        if (server != 0)
        {
            await askToStop();
            await GoneAsync(stopTimeout, cancellationToken);
        }

        await KillAsync(TimeSpan.Zero, cancellationToken);

        // Nobody works on the data, so its lock file is of a dead server, and its number may be another program's by
        // now, for which PostgreSQL would refuse to start. It must stay while a backend lives: it names their memory.
        if (OperatingSystem.IsLinux() && Directory.Exists(dataDirectory))
        {
            File.Delete(PostmasterPidFile.PathIn(dataDirectory));
        }

        return server == 0 ? null : server;
    }

    /// <summary>Kills every process of the server; the grace lets its log writer finish.</summary>
    public async Task KillAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        if (await GoneAsync(grace, cancellationToken))
        {
            return;
        }

        foreach (var pid in Processes())
        {
            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill();
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                // It has ended meanwhile.
            }
        }

        if (!await GoneAsync(KillTimeout, cancellationToken))
        {
            throw new EmbeddedPostgresException($"A PostgreSQL process that works on {dataDirectory} cannot be killed: {string.Join(", ", Processes())}.");
        }
    }

    private async Task<bool> GoneAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        while (Processes().Count > 0)
        {
            if (timeProvider.GetElapsedTime(started) > timeout)
            {
                return false;
            }

            await Task.Delay(PollPeriod, timeProvider, cancellationToken);
        }

        return true;
    }

    // A server and all its children have the data directory as their working directory.
    private List<int> Processes()
    {
        if (!OperatingSystem.IsLinux())
        {
            return []; // PostgreSQL's own check of its lock file has to do
        }

        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && WorksOnData(folder))
            {
                found.Add(pid);
            }
        }

        return found;
    }

    private bool WorksOnData(string process)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName == dataDirectory
                && File.ReadAllText(Path.Combine(process, "comm")).Trim() == "postgres";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // ended, or another user's
        }
    }
}
