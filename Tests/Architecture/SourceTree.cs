using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Architecture;

/// <summary>The files that people write: everything in the clone but build output, packages and data.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        ".git", ".data", ".vs", ".vscode", "artifacts", "bin", "obj", "node_modules", "__pycache__", "wwwroot",
    };

    /// <summary>Lists all files, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. List(new DirectoryInfo(Repository.Root)).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>Reads a file by its path relative to the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    /// <summary>Lists the files with one of these extensions, each with its dot.</summary>
    public static IEnumerable<string> WithExtension(params string[] extensions) =>
        Files.Where(f => extensions.Contains(Path.GetExtension(f), StringComparer.Ordinal));

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');

    private static IEnumerable<string> List(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(f => f.LinkTarget is null).Select(f => f.FullName).Concat(
            folder.EnumerateDirectories()
                .Where(d => d.LinkTarget is null && !Skipped.Contains(d.Name))
                .SelectMany(List));
}
