using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>The files of one embedded server: its lock, password, port and data.</summary>
internal sealed class PostgresDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int PasswordBytes = 24;
    private readonly FileStream _lock;

    private PostgresDirectory(string root, FileStream lockFile)
    {
        Root = root;
        _lock = lockFile;
    }

    public string Root { get; }

    public string Data => Path.Combine(Root, "data");

    public string PasswordFile => Path.Combine(Root, "password");

    private string PortFile => Path.Combine(Root, "port");

    /// <summary>Opens the folder, which is created when absent, for this process alone.</summary>
    /// <exception cref="EmbeddedPostgresException">Another process has it open, or it cannot be written.</exception>
    public static PostgresDirectory Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(root);

            // Held as an open file: the system lets go of it when this process ends, however it ends.
            var lockFile = new FileStream(Path.Combine(root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new(WithoutLinks(root, lockFile), lockFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                $"The database folder {root} is in use by another process, or cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The server's password: 48 random hexadecimal digits, in a file that only its owner reads.</summary>
    public string Password()
    {
        if (File.Exists(PasswordFile))
        {
            return File.ReadAllText(PasswordFile).Trim();
        }

        if (Directory.Exists(Data))
        {
            throw new EmbeddedPostgresException(
                $"{PasswordFile} is missing, but {Data} exists and was made with it. Put the file back, or move the folder away to start empty.");
        }

        var password = RandomNumberGenerator.GetHexString(PasswordBytes * 2, lowercase: true);
        WriteWhole(PasswordFile, password);
        return password;
    }

    /// <summary>The port of the last run while it is free, else a new one.</summary>
    public int Port()
    {
        if (File.Exists(PortFile)
            && int.TryParse(File.ReadAllText(PortFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && last is > 0 and <= ushort.MaxValue
            && LoopbackPort.IsFree(last))
        {
            return last;
        }

        return LoopbackPort.Find();
    }

    /// <summary>An empty place for initdb; it becomes <see cref="Data"/> by one rename, so data is whole or absent.</summary>
    public string NewData()
    {
        foreach (var unfinished in Directory.EnumerateDirectories(Root, "data.new-*"))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        return Path.Combine(Root, "data.new-" + RandomNumberGenerator.GetHexString(8, lowercase: true));
    }

    public void Remember(int port) => WriteWhole(PortFile, port.ToString(CultureInfo.InvariantCulture));

    public void Dispose() => _lock.Dispose();

    // LeftoverServer compares with what the system says of processes: paths without symbolic links.
    private static string WithoutLinks(string root, FileStream lockFile) =>
        OperatingSystem.IsLinux()
        && File.ResolveLinkTarget($"/proc/self/fd/{lockFile.SafeFileHandle.DangerousGetHandle()}", returnFinalTarget: false) is { } real
            ? Path.GetDirectoryName(real.FullName) ?? root
            : root;

    // Written aside and renamed: a crash leaves the old file or the new one.
    private static void WriteWhole(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var aside = path + ".new";
        File.Delete(aside);
        using (var stream = new FileStream(aside, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}
