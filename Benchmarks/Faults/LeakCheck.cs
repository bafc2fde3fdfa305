namespace OrleansSocial.Benchmarks.Faults;

/// <summary>No text, name or topic of the second team is in anything that the first team, or a server's log, got.</summary>
public sealed class LeakCheck(CheckedRun run, StoredRows rows, IReadOnlyList<string> serverLogs, Findings findings)
{
    private const int ExcerptLength = 300;

    /// <summary>Runs the check.</summary>
    public void Check()
    {
        var files = Directory.EnumerateFiles(run.Folder, "socket-*.jsonl")
            .Append(Path.Combine(run.Folder, "http.jsonl"))
            .Concat(serverLogs)
            .Where(File.Exists);
        foreach (var file in files)
        {
            Scan(file);
        }

        foreach (var row in rows.Messages.Where(m => m.Body.Contains(run.Setup.CanaryMark, StringComparison.Ordinal)))
        {
            findings.Break("leaked", $"stored in {row.Channel} of the first team: {row.Body}");
        }
    }

    private void Scan(string file)
    {
        // The log of a server that still runs is open for writing.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            findings.Add("linesScanned");
            if (line.Contains(run.Setup.CanaryMark, StringComparison.Ordinal))
            {
                findings.Break("leaked", $"{Path.GetFileName(file)}: {line[..Math.Min(line.Length, ExcerptLength)]}");
            }
        }
    }
}
