using System.Globalization;
using System.Text.Json;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Tests.Gateway.Slack.Json;

/// <summary>Blocks, attachments and metadata: each rule at its limit and one beyond, with the place that is wrong.</summary>
public sealed class MessageExtrasTests
{
    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "blocks", "{}", "invalid_blocks_format", "/blocks" },
        { "blocks", "[{", "invalid_blocks_format", "/blocks" },
        { "blocks", "\"[]\"", "invalid_blocks_format", "/blocks" },
        { "blocks", """[{"type":"a"},1]""", "invalid_blocks_format", "/blocks/1" },
        { "blocks", """[{"type":"a","type":"b"}]""", "invalid_blocks_format", "/blocks" },
        { "blocks", """[{"type":"a","x":[{"y":"\u0000"}]}]""", "invalid_blocks_format", "/blocks/0/x/0/y" },
        { "blocks", """[{"type":"a","x":"\ud800"}]""", "invalid_blocks_format", "/blocks/0/x" },
        { "blocks", """[{"type":"a","\ud800":1}]""", "invalid_blocks_format", "/blocks" },
        { "blocks", """[{"type":"a","n":1e999}]""", "invalid_blocks_format", "/blocks/0/n" },
        { "blocks", """[{"type":"a","n":1E-16}]""", "invalid_blocks_format", "/blocks/0/n" },
        { "blocks", """[{"type":"a","n":12345678901234567890123456789012345678901}]""", "invalid_blocks_format", "/blocks/0/n" },
        { "blocks", """[{"type":"a"},{"text":"x"}]""", "invalid_blocks", "/blocks/1" },
        { "blocks", """[{"type":1}]""", "invalid_blocks", "/blocks/0/type" },
        { "blocks", """[{"type":""}]""", "invalid_blocks", "/blocks/0/type" },
        { "blocks", """[{"type":"a","block_id":7}]""", "invalid_blocks", "/blocks/0/block_id" },
        { "blocks", """[{"type":"section","text":{"type":"mrkdwn","text":{}}}]""", "invalid_blocks", "/blocks/0/text/text" },
        { "blocks", """[{"type":"section","text":{"type":"plain_text"}}]""", "invalid_blocks", "/blocks/0/text/text" },
        { "attachments", "x", "invalid_attachments", "/attachments" },
        { "attachments", "[[]]", "invalid_attachments", "/attachments/0" },
        { "attachments", """[{"text":"a"},{"blocks":{}}]""", "invalid_attachments", "/attachments/1/blocks" },
        { "attachments", """[{"blocks":[{"block_id":"x"}]}]""", "invalid_attachments", "/attachments/0/blocks/0" },
        { "metadata", "[]", "invalid_metadata_format", "/metadata" },
        { "metadata", """{"event_payload":{"a/b":"\u0000"}}""", "invalid_metadata_format", "/metadata/event_payload/a~1b" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Faults_have_their_word_and_name_the_place(string argument, string value, string word, string pointer)
    {
        var (error, line) = Refused(argument, value);

        Assert.Equal(word, error);
        Assert.EndsWith($"[json-pointer:{pointer}]", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blocks", 50, """{"type":"divider"}""", "invalid_blocks", "no more than 50 items allowed [json-pointer:/blocks]")]
    [InlineData("attachments", 100, """{"text":"x"}""", "too_many_attachments", "no more than 100 items allowed [json-pointer:/attachments]")]
    public void Lists_are_bounded(string argument, int most, string item, string word, string line)
    {
        Assert.NotNull(Accepted(argument, List(item, most)));
        Assert.Equal((word, line), Refused(argument, List(item, most + 1)));
    }

    [Theory]
    [InlineData("""[{"type":"section","text":{"type":"mrkdwn","text":"#"}}]""", 3_000, "/blocks/0/text/text")]
    [InlineData("""[{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"#"}}]}]""", 3_000, "/blocks/0/elements/0/text/text")]
    [InlineData("""[{"type":"divider","block_id":"#"}]""", 255, "/blocks/0/block_id")]
    public void Texts_and_ids_are_bounded(string blocks, int most, string pointer)
    {
        Assert.NotNull(Accepted("blocks", Filled(most)));
        var (error, line) = Refused("blocks", Filled(most + 1));
        Assert.Equal("invalid_blocks", error);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"must be less than {most + 1} characters [json-pointer:{pointer}]"), line);

        string Filled(int length) => blocks.Replace("#", new string('ü', length), StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_is_bounded()
    {
        Assert.NotNull(Accepted("blocks", Deep(JsonText.DepthMax)));
        Assert.Equal("invalid_blocks_format", Refused("blocks", Deep(JsonText.DepthMax + 1)).Error);
        Assert.Equal("invalid_blocks_format", Refused("blocks", Deep(100_000)).Error);

        static string Deep(int depth) => """[{"type":"a","x":""" + new string('[', depth - 2) + new string(']', depth - 2) + "}]";
    }

    [Theory]
    [InlineData("blocks", """[{"type":"a","x":"#"}]""", "msg_blocks_too_long")]
    [InlineData("attachments", """[{"text":"#"}]""", "attachment_payload_limit_exceeded")]
    [InlineData("metadata", """{"event_payload":"#"}""", "metadata_too_large")]
    public void All_of_it_together_is_bounded(string argument, string value, string word)
    {
        var room = PostMessage.ExtrasLengthMax - Accepted(argument, value.Replace("#", string.Empty, StringComparison.Ordinal))!.Length;
        Assert.Equal(PostMessage.ExtrasLengthMax, Accepted(argument, value.Replace("#", new string('x', room), StringComparison.Ordinal))!.Length);
        Assert.Equal(word, Refused(argument, value.Replace("#", new string('x', room + 1), StringComparison.Ordinal)).Error);
    }

    [Fact]
    public void Names_of_the_caller_do_not_make_the_answer_long()
    {
        var (_, line) = Refused("blocks", $$"""[{"type":"a","{{new string('n', 50_000)}}":"\u0000"}]""");

        Assert.InRange(line.Length, 1, 200);
    }

    [Fact]
    public void What_is_accepted_is_kept_as_it_was_sent()
    {
        const string Blocks = """[{"type":"sec<tion","n":1.50,"big":1e15,"ok":true,"none":null,"text":{"type":"mrkdwn","text":"a & <b> \"ü\""}}]""";

        Assert.Equal($$"""{"blocks":{{Blocks}}}""", Accepted("blocks", Blocks));
    }

    [Fact]
    public void An_empty_list_is_kept_for_a_change_only()
    {
        var arguments = With("blocks", "[]");

        Assert.Equal("{}", MessageExtras.Of(arguments, ApiHarness.Ann));
        Assert.Equal("""{"blocks":[]}""", MessageExtras.Of(arguments, ApiHarness.Ann, keepEmpty: true));
    }

    private static string List(string item, int count) => "[" + string.Join(',', Enumerable.Repeat(item, count)) + "]";

    private static string? Accepted(string argument, string value) => MessageExtras.Of(With(argument, value), ApiHarness.Ann);

    private static (string? Error, string Line) Refused(string argument, string value)
    {
        var reply = Assert.Throws<SlackRefusedException>(() => Accepted(argument, value)).Reply;
        using var body = JsonDocument.Parse(JsonText.Of(reply.WriteTo));
        var line = body.RootElement.GetProperty("errors")[0].GetString()!;
        Assert.Equal($"[ERROR] {line}", body.RootElement.GetProperty("response_metadata").GetProperty("messages")[0].GetString());
        return (reply.Error, line);
    }

    private static SlackArguments With(string name, string value)
    {
        var arguments = new SlackArguments();
        arguments.Add(name, value);
        return arguments;
    }
}
