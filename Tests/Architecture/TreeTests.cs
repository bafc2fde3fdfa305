using System.Globalization;
using System.Text.RegularExpressions;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Architecture;

/// <summary>What the tree holds and does not hold.</summary>
public sealed partial class TreeTests
{
    private static readonly string[] VagueFolders = ["Common", "Utils", "Helpers", "Models", "Services", "Managers", "Misc"];

    private static readonly string[] RootFiles =
        ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "check", "run", "docs/README.md", "docs/GLOSSARY.md", "docs/ARCHITECTURE.md"];

    private static readonly string[] TextExtensions =
        [".cs", ".csproj", ".props", ".sln", ".json", ".md", ".sql", ".mjs", ".ts", ".sh", ".go", ".yaml", ".yml", ".editorconfig", ".txt", ""];

    [Fact]
    public void Folders_are_named_by_concept()
    {
        var vague = SourceTree.Files.Where(f => f.Split('/')[..^1].Intersect(VagueFolders, StringComparer.Ordinal).Any());

        Assert.Empty(vague);
    }

    [Fact]
    public void The_files_a_newcomer_looks_for_exist() =>
        Assert.Empty(RootFiles.Where(f => !File.Exists(Path.Combine(Repository.Root, f))));

    [Fact]
    public void The_changelog_has_an_unreleased_section() =>
        Assert.Contains("## [Unreleased]", SourceTree.Read("CHANGELOG.md"), StringComparison.Ordinal);

    [Fact]
    public void Migrations_are_numbered_without_gaps()
    {
        var sets = SourceTree.WithExtension(".sql")
            .Where(f => f.StartsWith("Storage/Migrations/", StringComparison.Ordinal))
            .GroupBy(f => Path.GetDirectoryName(f)!, StringComparer.Ordinal)
            .ToList();

        Assert.NotEmpty(sets);
        foreach (var set in sets)
        {
            var names = set.Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
            Assert.All(names, n => Assert.Matches("^[0-9]{4}_[a-z0-9_]+\\.sql$", n));
            var numbers = names.Select(n => int.Parse(n.AsSpan(0, 4), CultureInfo.InvariantCulture));
            Assert.Equal(Enumerable.Range(1, names.Count), numbers);
        }
    }

    [Fact]
    public void Lock_files_name_no_registry()
    {
        var locks = SourceTree.Files.Where(f =>
            Path.GetFileName(f) is "package-lock.json" or "packages.lock.json" or ".npmrc" or "nuget.config" or "NuGet.Config");

        // The registry belongs to the machine: a lock that names one fails everywhere else.
        Assert.Empty(locks.Where(f => RegistryUse().IsMatch(SourceTree.Read(f))));
    }

    [Fact]
    public void No_file_names_a_folder_of_some_machine()
    {
        var found = SourceTree.Files
            .Where(f => TextExtensions.Contains(Path.GetExtension(f), StringComparer.Ordinal))
            .Where(f => !f.EndsWith("/TreeTests.cs", StringComparison.Ordinal) && MachinePath().IsMatch(SourceTree.Read(f)));

        Assert.Empty(found);
    }

    [GeneratedRegex("\"resolved\":\\s*\"(?!\\d|\\[)|https?://(?!(opencollective|github|paypal|www\\.paypal|tidelift|feross|json-schema|schemastore)\\b)[a-z0-9.-]*(registry|npmjs|nuget)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex RegistryUse();

    [GeneratedRegex("(?<![A-Za-z0-9_.$}-])/(work|root|home|Users)/[a-z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex MachinePath();
}
