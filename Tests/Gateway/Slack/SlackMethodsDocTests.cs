using System.Text;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Tests.Architecture;

namespace OrleansSocial.Tests.Gateway.Slack;

/// <summary>The table of methods is the truth, and the reference says the same.</summary>
public sealed class SlackMethodsDocTests
{
    [Fact]
    public void Reference_equals_the_table_of_methods() => ReferencePart.Check("methods", Table());

    [Fact]
    public void Methods_are_in_files_of_their_names()
    {
        foreach (var name in SlackApi.Methods.Keys)
        {
            var file = string.Concat(name.Split('.').Select(p => char.ToUpperInvariant(p[0]) + p[1..])) + ".cs";
            Assert.Contains(SourceTree.Files, f => f.StartsWith("Gateway/Slack/", StringComparison.Ordinal) && f.EndsWith("/" + file, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_refusal_of_a_grain_has_a_word()
    {
        Assert.All(Enum.GetValues<PostError>().Where(e => e != PostError.None), e => Assert.Matches("^[a-z_]+$", SlackError.From(e)));
        Assert.All(Enum.GetValues<UserError>().Where(e => e != UserError.None), e => Assert.Matches("^[a-z_]+$", SlackError.From(e)));
        Assert.All(Enum.GetValues<TeamError>().Where(e => e != TeamError.None), e => Assert.Matches("^[a-z_]+$", SlackError.From(e)));
    }

    [Fact]
    public void Busy_and_unknown_outcomes_are_statuses_and_not_words()
    {
        Assert.Equal(429, SlackError.Reply(PostError.Busy, TimeSpan.FromMilliseconds(1)).Status);
        Assert.Equal(1, SlackError.Reply(PostError.Busy, TimeSpan.FromMilliseconds(1)).RetryAfterSeconds);
        Assert.Equal(503, SlackError.Reply(PostError.Unavailable, TimeSpan.FromSeconds(2.1)).Status);
        Assert.Equal(3, SlackError.Reply(PostError.Unavailable, TimeSpan.FromSeconds(2.1)).RetryAfterSeconds);
        Assert.Equal(200, SlackError.Reply(PostError.NotInChannel, TimeSpan.Zero).Status);
    }

    private static string Table()
    {
        var table = new StringBuilder("| method | token | scopes | tier | arguments | fields | own errors |\n|---|---|---|---|---|---|---|\n");
        foreach (var method in SlackApi.Methods.Values.OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            table.Append("| ").Append(method.Name)
                .Append(" | ").Append(method.Token.ToString().ToLowerInvariant())
                .Append(" | ").Append(string.Join(' ', method.Scopes))
                .Append(" | ").Append(RateLimitInstruments.NameOf(method.Tier))
                .Append(" | ").Append(string.Join(' ', method.Arguments))
                .Append(" | ").Append(string.Join(' ', method.Fields))
                .Append(" | ").Append(string.Join(' ', method.Errors))
                .Append(" |\n");
        }

        return table.ToString();
    }
}
