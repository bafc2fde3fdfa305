using OrleansSocial.Tests.Architecture;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack;

/// <summary>A part of a page of the reference that is made of the code: between two marks, compared or written.</summary>
internal static class ReferencePart
{
    private const string Methods = "docs/reference/slack-methods.md";

    /// <summary>Set to 1 to write the reference instead of comparing it.</summary>
    private const string WriteVariable = "ORLEANSSOCIAL_WRITE_DOCS";

    private static readonly Lock Writing = new();

    /// <summary>Compares the part with what it should be, or writes it.</summary>
    /// <param name="name">The name in its marks.</param>
    /// <param name="content">What it should be.</param>
    /// <param name="page">The page.</param>
    public static void Check(string name, string content, string page = Methods)
    {
        var (begin, end) = ($"<!-- {name}: begin -->", $"<!-- {name}: end -->");
        lock (Writing)
        {
            var text = SourceTree.Read(page);
            var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
            var expected = "\n" + content + "\n";
            if (Environment.GetEnvironmentVariable(WriteVariable) is "1")
            {
                File.WriteAllText(Path.Combine(Repository.Root, page), text[..from] + expected + text[to..]);
                return;
            }

            Assert.Equal(expected, text[from..to].ReplaceLineEndings("\n"));
        }
    }
}
