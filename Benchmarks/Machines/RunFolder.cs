namespace OrleansSocial.Benchmarks.Machines;

/// <summary>The folder of one run's data and logs; deleted at the end unless it is to be kept.</summary>
internal sealed class RunFolder(bool keep) : IDisposable
{
    /// <summary>Gets its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("orleanssocial-bench-").FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (keep)
        {
            Console.WriteLine($"kept {Path}");
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"could not delete {Path}: {e.Message}");
        }
    }
}
