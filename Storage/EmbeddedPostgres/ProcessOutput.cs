using System.Diagnostics;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>Drains a child's output and keeps its last lines for an error message.</summary>
internal sealed class ProcessOutput
{
    private const int LinesMax = 40;
    private readonly Queue<string> _lines = new();

    public ProcessOutput(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }

    private void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_lines)
        {
            if (_lines.Count == LinesMax)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }
}
