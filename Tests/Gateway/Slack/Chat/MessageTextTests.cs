using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.Chat;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Tests.Gateway.Slack.Chat;

/// <summary>The three characters that Slack's text gives a meaning to.</summary>
public sealed class MessageTextTests
{
    [Theory]
    [InlineData("plain *bold* \"quoted\" 'text'", "plain *bold* \"quoted\" 'text'")]
    [InlineData("1 & 3", "1 &amp; 3")]
    [InlineData("1 &amp; 3 &lt;b&gt;", "1 &amp; 3 &lt;b&gt;")]
    [InlineData("&nbsp; &#38; &AMP;", "&amp;nbsp; &amp;#38; &amp;AMP;")]
    [InlineData("a < b > c", "a &lt; b &gt; c")]
    [InlineData("> quoted", "&gt; quoted")]
    [InlineData("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;")]
    [InlineData("<", "&lt;")]
    [InlineData("<>", "&lt;&gt;")]
    [InlineData("<<<", "&lt;&lt;&lt;")]
    [InlineData("<@U012ABC34>", "<@U012ABC34>")]
    [InlineData("<@U012ABC34|ann> & <#C012ABC34|general>", "<@U012ABC34|ann> &amp; <#C012ABC34|general>")]
    [InlineData("<@ann> <@> <@u012>", "&lt;@ann&gt; &lt;@&gt; &lt;@u012&gt;")]
    [InlineData("<!here> <!channel|@channel> <!subteam^S012ABC34|@ops> <!date^1392734382^{date}|then>", "<!here> <!channel|@channel> <!subteam^S012ABC34|@ops> <!date^1392734382^{date}|then>")]
    [InlineData("<!DOCTYPE html>", "&lt;!DOCTYPE html&gt;")]
    [InlineData("<https://example.org/?a=1&b=2|see & look>", "<https://example.org/?a=1&amp;b=2|see &amp; look>")]
    [InlineData("<https://example.org/?a=1&amp;b=2>", "<https://example.org/?a=1&amp;b=2>")]
    [InlineData("<mailto:ann@example.org|Ann> <tel:+491234>", "<mailto:ann@example.org|Ann> <tel:+491234>")]
    [InlineData("<https://>", "&lt;https://&gt;")]
    [InlineData("std::vector<int:8> a<b:c>", "std::vector&lt;int:8&gt; a&lt;b:c&gt;")]
    [InlineData("<https://example.org\n>", "&lt;https://example.org\n&gt;")]
    [InlineData("<<https://example.org>>", "&lt;<https://example.org>&gt;")]
    public void What_is_no_entity_and_no_control_sequence_is_escaped(string text, string stored)
    {
        Assert.Equal(stored, MessageText.Escape(text));
        Assert.Equal(stored, MessageText.Escape(stored));
    }

    [Fact]
    public void The_limit_is_that_of_the_stored_text()
    {
        var longest = new string('x', PostMessage.TextLengthMax - 5) + "&";
        Assert.Equal(PostMessage.TextLengthMax, MessageText.Of(With(("text", longest))).Length);

        Assert.Equal("msg_too_long", Error(("text", longest + "x")));
        Assert.Equal("msg_too_long", Error(("text", new string('x', PostMessage.TextLengthMax) + "x")));
        Assert.Equal("msg_too_long", Error(("text", new string('<', PostMessage.TextLengthMax))));
    }

    [Fact]
    public void Blocks_say_what_a_message_without_text_says()
    {
        const string Blocks =
            """
            [{"type":"header","text":{"type":"plain_text","text":"Build"}},{"type":"divider"},
             {"type":"section","fields":[{"type":"mrkdwn","text":"a < b"},{"type":"mrkdwn","text":"<@U012ABC34>"}]},
             {"type":"image","image_url":"https://example.org/x.png","alt_text":"a graph"},
             {"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one "},{"type":"text","text":"two"}]}]}]
            """;

        Assert.Equal("Build a &lt; b <@U012ABC34> a graph one two", MessageText.Of(With(("blocks", Blocks))));
        Assert.Equal("own", MessageText.Of(With(("text", "own"), ("blocks", Blocks))));
        Assert.Equal(string.Empty, MessageText.Of(With(("blocks", """[{"type":"divider"}]"""))));
        Assert.Equal(string.Empty, MessageText.Of(With(("attachments", """[{"fallback":"x"}]"""))));
    }

    [Theory]
    [InlineData("blocks", "[]")]
    [InlineData("attachments", " [ ] ")]
    [InlineData("blocks", "")]
    public void Empty_lists_are_no_content(string argument, string value) => Assert.Equal("no_text", Error((argument, value)));

    [Fact]
    public void Text_of_blocks_is_cut_and_not_through_a_pair()
    {
        var blocks = $$"""[{"type":"markdown","text":"{{new string('x', 2_999)}}💥tail"}]""";

        Assert.Equal(new string('x', 2_999), MessageText.Of(With(("blocks", blocks))));
    }

    private static string? Error(params (string Name, string Value)[] arguments) =>
        Assert.Throws<SlackRefusedException>(() => MessageText.Of(With(arguments))).Reply.Error;

    private static SlackArguments With(params (string Name, string Value)[] values)
    {
        var arguments = new SlackArguments();
        foreach (var (name, value) in values)
        {
            arguments.Add(name, value);
        }

        return arguments;
    }
}
