using System.Text;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.OpenApi;
using OrleansSocial.Tests.Architecture;

namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>How much of Slack's API is served is worked out from the table of methods and the document, and the reference says the same.</summary>
public sealed class SlackCoverageTests
{
    private const string Facts = "Tests/Gateway/Slack/OpenApi/slack-methods.txt";

    private static readonly (string Name, string[] Arguments, string[] Fields)[] Slack =
    [
        .. SourceTree.Read(Facts).Split('\n').Where(l => l.Contains('|', StringComparison.Ordinal) && !l.StartsWith('#')).Select(l => l.Split('|'))
            .Select(l => (l[0].Trim(), Words(l[1]), Words(l[2]))),
    ];

    [Fact]
    public void Reference_tells_the_state_of_every_method_of_Slack() => ReferencePart.Check("slack", Table());

    [Fact]
    public void Every_method_that_is_not_our_own_is_among_the_facts()
    {
        var served = SlackApi.Methods.Values.Where(m => m.Family is not ("ops" or "social")).Select(m => m.Name);

        Assert.Empty(served.Except(Slack.Select(s => s.Name)).Select(m => $"{m} has no line in {Facts}"));
    }

    [Fact]
    public void Families_of_which_nothing_is_served_are_such()
    {
        var families = Slack.Select(s => s.Name).Where(n => n.EndsWith('*')).Select(n => n.TrimEnd('*'));

        Assert.Empty(families.Where(f => SlackApi.Methods.Keys.Any(m => m.StartsWith(f, StringComparison.Ordinal))));
    }

    private static string Table()
    {
        var rows = Slack.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => (s.Name, State: State(s.Name, s.Arguments, s.Fields))).ToList();
        var table = new StringBuilder()
            .Append(rows.Count(r => r.State.Word is "full")).Append(" full, ")
            .Append(rows.Count(r => r.State.Word is "subset")).Append(" subset, ")
            .Append(rows.Count(r => r.State.Word is "absent")).Append(" absent.\n\n| method of Slack | state | not served |\n|---|---|---|\n");
        foreach (var (name, state) in rows)
        {
            table.Append("| ").Append(name).Append(" | ").Append(state.Word).Append(" | ").Append(state.Missing).Append(" |\n");
        }

        return table.ToString();
    }

    private static (string Word, string Missing) State(string name, string[] arguments, string[] fields)
    {
        var path = name.StartsWith('/') ? name : SlackDocument.PathOf(name);
        if (!DocumentReading.Paths.ContainsKey(path))
        {
            return ("absent", string.Empty);
        }

        string[] missing =
        [
            Missing("arguments", arguments.Except(DocumentReading.Arguments(path))),
            Missing("fields", fields.Where(f => !DocumentReading.HasField(path, f))),
            SlackApi.Methods.GetValueOrDefault(name)?.NotServed ?? string.Empty,
        ];
        var text = string.Join("; ", missing.Where(m => m.Length > 0));
        return (text.Length == 0 ? "full" : "subset", text);
    }

    private static string Missing(string what, IEnumerable<string> names)
    {
        var text = string.Join(' ', names);
        return text.Length == 0 ? string.Empty : $"{what} {text}";
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
