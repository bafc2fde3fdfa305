using System.Security.Cryptography;
using System.Text;

namespace OrleansSocial.Silo;

/// <summary>The host's folder: one process at a time, secrets closed to other users.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int SecretBytes = 32;
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    public string Path { get; }

    /// <summary>Where the embedded server of pair 1, side A and of the main database lives.</summary>
    public string Postgres => System.IO.Path.Combine(Path, "postgres", "one");

    public string DemoFile => System.IO.Path.Combine(Path, "demo.json");

    /// <summary>Opens the folder, which is created when absent.</summary>
    /// <exception cref="HostStartException">Another host has it, or it cannot be written.</exception>
    public static DataDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);

            // Held as an open file: the system lets go of it when this process ends, however it ends.
            return new(full, new FileStream(System.IO.Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new HostStartException($"The data folder {full} cannot be written: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new HostStartException($"The data folder {full} is used by another host, or cannot be written. Stop the other one, or give --data another folder. ({exception.Message})", exception);
        }
    }

    /// <summary>A random secret of this folder, made when it is first asked for and kept in a file of mode 0600.</summary>
    public string Secret(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } known)
        {
            return known;
        }

        var secret = RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true);
        Write(file, secret + "\n");
        return secret;
    }

    /// <summary>Writes a file that only its owner reads; a crash leaves the old one or the new one.</summary>
    public static void Write(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var aside = file + ".new";
        File.Delete(aside);
        using (var stream = new FileStream(aside, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, file, overwrite: true);
    }

    public void Dispose() => _lock.Dispose();
}
