using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OrleansSocial.Client;

/// <summary>Standard output that tells when nobody reads it any more; the console's own stream passes over that in silence.</summary>
internal static class StandardOutput
{
    private const int Handle = 1;

    /// <summary>Opens it. What is written goes out at once; a reader that is gone is an <see cref="IOException"/>.</summary>
    public static TextWriter Open() => OperatingSystem.IsWindows()
        ? Console.Out
        : new StreamWriter(new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0), new UTF8Encoding(false)) { AutoFlush = true };
}
