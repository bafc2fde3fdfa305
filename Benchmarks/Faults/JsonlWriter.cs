using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Appends objects to a file, one a line, from any thread.</summary>
public sealed class JsonlWriter(string path) : IDisposable
{
    private const int BufferBytes = 256 * 1024;
    private readonly Lock _lock = new();
    private readonly StreamWriter _file = new(path, append: false, System.Text.Encoding.UTF8, BufferBytes);
    private bool _closed;

    /// <summary>Writes one object; after <see cref="Dispose"/> it does nothing.</summary>
    public void Write<T>(T entry)
    {
        var line = JsonSerializer.Serialize(entry, FaultJson.Line);
        lock (_lock)
        {
            if (!_closed)
            {
                _file.WriteLine(line);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file.Dispose();
        }
    }
}
