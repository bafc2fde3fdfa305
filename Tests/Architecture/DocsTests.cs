using System.Text.RegularExpressions;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Architecture;

/// <summary>Docs point at things that exist.</summary>
public sealed partial class DocsTests
{
    private static readonly HashSet<string> TopFolders = new(
        SourceTree.Files.Where(f => f.Contains('/', StringComparison.Ordinal)).Select(f => f.Split('/')[0]), StringComparer.Ordinal);

    [Fact]
    public void Links_between_docs_lead_somewhere()
    {
        var broken = from doc in SourceTree.WithExtension(".md")
                     from Match link in Link().Matches(Prose(SourceTree.Read(doc)))
                     let target = link.Groups["target"].Value.Split('#')[0]
                     where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)
                     where !Exists(Path.Combine(Path.GetDirectoryName(doc)!, target))
                     select $"{doc} -> {target}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Paths_in_docs_exist()
    {
        var broken = from doc in SourceTree.WithExtension(".md")
                     where !string.Equals(doc, "CHANGELOG.md", StringComparison.Ordinal)
                     from Match code in Code().Matches(Prose(SourceTree.Read(doc)))
                     let path = code.Groups["path"].Value
                     where TopFolders.Contains(path.Split('/')[0]) && !Exists(path)
                     select $"{doc}: {path}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_doc_is_on_the_map()
    {
        var map = SourceTree.Read("docs/README.md");
        var missing = SourceTree.WithExtension(".md")
            .Where(f => f.StartsWith("docs/", StringComparison.Ordinal) && !string.Equals(f, "docs/README.md", StringComparison.Ordinal))
            .Select(f => f["docs/".Length..])
            .Where(f => !map.Contains($"({f})", StringComparison.Ordinal)
                && !map.Contains($"({Path.GetDirectoryName(f)}/)", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    private static bool Exists(string path) => Path.Exists(Path.GetFullPath(Path.Combine(Repository.Root, path)));

    private static string Prose(string markdown) => Fence().Replace(markdown, string.Empty);

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fence();

    [GeneratedRegex("\\]\\((?<target>[^)\\s]+)\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Link();

    [GeneratedRegex("`(?<path>[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Code();
}
