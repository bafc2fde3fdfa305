using System.Diagnostics;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>
/// The user as whom the server's programs run. PostgreSQL refuses root, so root has two ways: a user namespace in
/// which root's files belong to a plain user (works wherever root can read), or the user nobody.
/// </summary>
internal sealed class ServerAccount
{
    private const string Nobody = "nobody";
    private static readonly string[] Namespace = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"];

    // A session of its own: Ctrl-C in a terminal goes to the whole group, and would stop the server before the host's last writes.
    private static readonly string[] Session = ["setsid", "--"];

    private readonly string[] _prefix;

    private ServerAccount(AccountKind kind, string[] prefix)
    {
        Kind = kind;
        _prefix = prefix;
    }

    public AccountKind Kind { get; }

    public static async Task<ServerAccount> ChooseAsync(bool userNamespaceAllowed, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return new(AccountKind.Self, []);
        }

        var session = await RunsAsync(Session, cancellationToken) ? Session : [];
        if (!Environment.IsPrivilegedProcess)
        {
            return new(AccountKind.Self, session);
        }

        return userNamespaceAllowed && await RunsAsync(Namespace, cancellationToken)
            ? new(AccountKind.UserNamespace, [.. session, .. Namespace])
            : new(AccountKind.Nobody, session);
    }

    /// <summary>A command line for the program, its output redirected, its environment empty but for what it needs.</summary>
    public ProcessStartInfo Command(string program, string workingDirectory, params IEnumerable<string> arguments)
    {
        string[] all = [.. _prefix, program, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
        };
        if (!OperatingSystem.IsWindows())
        {
            // The host's environment may hold connection strings and tokens: none of the server's business.
            start.Environment.Clear();
            start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";
            start.Environment["LC_ALL"] = "C";
        }

        if (Kind == AccountKind.Nobody)
        {
            start.UserName = Nobody;
        }

        return start;
    }

    /// <summary>Gives the folder and all in it to the user of the server where that is not so yet.</summary>
    public async Task OwnAsync(string directory, CancellationToken cancellationToken)
    {
        if (Kind == AccountKind.Self)
        {
            return;
        }

        var owner = Kind == AccountKind.Nobody ? Nobody : "root";
        using var stat = Process.Start(new ProcessStartInfo("stat", OperatingSystem.IsMacOS() ? ["-f", "%Su", directory] : ["-c", "%U", directory]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var current = (await stat.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
        await stat.WaitForExitAsync(cancellationToken);
        if (current == owner)
        {
            return;
        }

        using var chown = Process.Start("chown", ["-R", owner, directory]);
        await chown.WaitForExitAsync(cancellationToken);
        if (chown.ExitCode != 0)
        {
            throw new EmbeddedPostgresException($"PostgreSQL does not run as root, and {directory} cannot be given to the user {owner}.");
        }
    }

    /// <summary>Fails early, with the folder's name, where the server's user would not reach a path.</summary>
    /// <exception cref="EmbeddedPostgresException">A folder on the way is closed to that user.</exception>
    public void DemandAccess(string path)
    {
        if (Kind != AccountKind.Nobody || OperatingSystem.IsWindows())
        {
            return;
        }

        for (var folder = new DirectoryInfo(path).Parent; folder is not null; folder = folder.Parent)
        {
            if (folder.Exists && !folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                throw new EmbeddedPostgresException(
                    $"PostgreSQL does not run as root, user namespaces are not allowed here, and the user {Nobody} may not enter {folder.FullName}, " +
                    $"which leads to {path}. Open it (chmod o+x), start as another user, or set ConnectionStrings:Main and ConnectionStrings:Pair1.");
            }
        }
    }

    private static async Task<bool> RunsAsync(string[] prefix, CancellationToken cancellationToken)
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(prefix[0], [.. prefix[1..], "true"]) { RedirectStandardError = true, UseShellExecute = false })!;
            await probe.WaitForExitAsync(cancellationToken);
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program on this system
        }
    }
}
