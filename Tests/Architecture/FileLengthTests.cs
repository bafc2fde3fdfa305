using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Architecture;

/// <summary>Small files: a reader finds a thing by its name and sees all of it.</summary>
public sealed class FileLengthTests(ITestOutputHelper output)
{
    private const int LinesMax = 400;
    private const int MedianMax = 90;
    private const int NinetiethMax = 250;

    [Fact]
    public void No_source_file_is_longer_than_the_cap()
    {
        var lengths = SourceTree.WithExtension(".cs", ".sql", ".ts", ".mjs", ".sh", ".go")
            .Concat(["check", "run"])
            .Where(f => File.Exists(Path.Combine(Repository.Root, f)))
            .Select(f => (File: f, Lines: SourceTree.Read(f).Count(c => c == '\n')))
            .OrderBy(f => f.Lines)
            .ToList();
        var median = lengths[lengths.Count / 2].Lines;
        var ninetieth = lengths[lengths.Count * 9 / 10].Lines;
        output.WriteLine($"{lengths.Count} files, median {median} lines, 90th percentile {ninetieth}, longest {lengths[^1]}");

        Assert.Empty(lengths.Where(f => f.Lines > LinesMax).Select(f => $"{f.File}: {f.Lines} lines"));
        Assert.InRange(median, 0, MedianMax);
        Assert.InRange(ninetieth, 0, NinetiethMax);
    }
}
