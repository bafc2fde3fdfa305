using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OrleansSocial.Client;

/// <summary>Standard output that tells when nobody reads it any more; the console's own stream passes over that in silence.</summary>
internal static class StandardOutput
{
    private const int Handle = 1;
    private const int BrokenPipe = 32;

    /// <summary>Opens it. What is written goes out at once; a reader that is gone is an <see cref="IOException"/>, see <see cref="IsClosed"/>.</summary>
    public static TextWriter Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.Out;
        }

        var stream = new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // A file has no reader that could go, and is written at the place that it shares with others.
        return stream.CanSeek ? Console.Out : new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true };
    }

    /// <summary>Says whether a write failed because nobody reads any more.</summary>
    /// <param name="exception">What the write threw.</param>
    public static bool IsClosed(IOException exception) => exception.HResult == BrokenPipe;
}
