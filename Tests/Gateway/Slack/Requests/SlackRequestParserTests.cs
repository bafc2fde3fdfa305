using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Gateway.Slack.Requests;

namespace OrleansSocial.Tests.Gateway.Slack.Requests;

/// <summary>Requests as clients really send them, and as they never should.</summary>
public sealed class SlackRequestParserTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";

    [Fact]
    public async Task Query_of_a_get_holds_everything()
    {
        var arguments = await ReadAsync("GET", "?channel=C123456789&text=a%20b+c&flag=True");

        Assert.Equal("C123456789", arguments.Text("channel"));
        Assert.Equal("a b c", arguments.Text("text"));
        Assert.True(arguments.Flag("flag"));
    }

    [Fact]
    public async Task Body_wins_over_query()
    {
        var arguments = await ReadAsync("POST", "?text=query", "text=body", Form);

        Assert.Equal("body", arguments.Text("text"));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    [InlineData("", true)]
    public async Task Truth_comes_in_many_words_and_empty_is_absent(string value, bool expected)
    {
        var arguments = await ReadAsync("POST", "", $"flag={value}", Form);

        Assert.Equal(expected, arguments.Flag("flag", absent: true));
        Assert.Equal(value.Length == 0, arguments.Text("flag") is null);
    }

    [Fact]
    public async Task Json_values_become_text_and_objects_stay_json()
    {
        var arguments = await ReadAsync("POST", "", """{"n":5,"yes":true,"none":null,"blocks":[{"type":"a"}],"text":"ü\ud83d\ude00"}""", Json + "; charset=UTF-8");

        Assert.Equal("5", arguments.Text("n"));
        Assert.True(arguments.Flag("yes"));
        Assert.Null(arguments.Raw("none"));
        Assert.Equal("""[{"type":"a"}]""", arguments.Text("blocks"));
        Assert.Equal("ü😀", arguments.Text("text"));
    }

    [Fact]
    public async Task Multipart_fields_are_arguments_and_files_are_not()
    {
        const string Body = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhallo\r\n"
            + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\nabc\r\n--x--\r\n";
        var arguments = await ReadAsync("POST", "", Body, "multipart/form-data; boundary=x");

        Assert.Equal("hallo", arguments.Text("text"));
        Assert.Null(arguments.Raw("file"));
    }

    [Fact]
    public async Task Body_without_a_type_is_read_by_its_first_character()
    {
        Assert.Equal("x", (await ReadAsync("POST", "", """{"text":"x"}""", null)).Text("text"));
        Assert.Equal("x", (await ReadAsync("POST", "", "text=x", "text/plain")).Text("text"));
    }

    [Fact]
    public async Task Latin1_is_understood() =>
        Assert.Equal("ü", (await ReadAsync("POST", "", "text=%FC", Form + "; charset=ISO-8859-1")).Text("text"));

    [Theory]
    [InlineData("text=%zz", Form, "invalid_form_data")]
    [InlineData("text=%", Form, "invalid_form_data")]
    [InlineData("text=%ff%fe", Form, "invalid_form_data")]
    [InlineData("text=%00", Form, "invalid_arguments")]
    [InlineData("{", Json, "invalid_json")]
    [InlineData("[]", Json, "json_not_object")]
    [InlineData("""{"text":"\ud800"}""", Json, "invalid_json")]
    [InlineData("""{"text":"a\u0000b"}""", Json, "invalid_arguments")]
    [InlineData("text=x", "application/xml", "invalid_post_type")]
    [InlineData("text=x", "application/json/x; =", "invalid_post_type")]
    [InlineData("text=x", Form + "; charset=utf-7", "invalid_charset")]
    [InlineData("--x\r\nbroken", "multipart/form-data; boundary=x", "invalid_form_data")]
    [InlineData("x", "multipart/form-data", "invalid_form_data")]
    public async Task Malformed_bodies_have_their_words(string body, string type, string word)
    {
        var refused = await Assert.ThrowsAsync<SlackRefusedException>(() => ReadAsync("POST", "", body, type));

        Assert.Equal(word, refused.Reply.Error);
    }

    [Fact]
    public async Task Broken_utf8_in_json_is_refused()
    {
        var refused = await Assert.ThrowsAsync<SlackRefusedException>(() => ReadAsync("POST", "", [.. "{\"text\":\""u8, 0xFF, .. "\"}"u8], Json, true));

        Assert.Equal("invalid_json", refused.Reply.Error);
    }

    [Fact]
    public async Task Deep_json_is_refused()
    {
        var deep = "{\"a\":" + new string('[', 200) + new string(']', 200) + "}";

        Assert.Equal("invalid_json", (await Assert.ThrowsAsync<SlackRefusedException>(() => ReadAsync("POST", "", deep, Json))).Reply.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_of_the_longest_length_is_read_and_one_byte_more_is_not(bool withLength)
    {
        var longest = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a=".PadRight(262_143, 'x') + "&", 4)));
        Assert.Equal(SlackRequestParser.BodyBytesMax, longest.Length);

        Assert.Equal(4, (await ReadAsync("POST", "", longest, Form, withLength)).All.Count);
        var refused = await Assert.ThrowsAsync<SlackRefusedException>(() => ReadAsync("POST", "", [.. longest, (byte)'x'], Form, withLength));
        Assert.Equal("invalid_arguments", refused.Reply.Error);
    }

    [Theory]
    [InlineData("text", "msg_too_long")]
    [InlineData("blocks", "invalid_arguments")]
    public async Task Values_are_bounded(string name, string word)
    {
        var longest = new string('x', SlackArguments.ValueBytesMax);

        Assert.Equal(longest.Length, (await ReadAsync("POST", "", $"{name}={longest}", Form)).Text(name)!.Length);
        Assert.Equal(word, (await Assert.ThrowsAsync<SlackRefusedException>(() => ReadAsync("POST", "", $"{name}={longest}x", Form))).Reply.Error);
        Assert.Equal(word, (await Assert.ThrowsAsync<SlackRefusedException>(() => ReadAsync("POST", "", $"{{\"{name}\":\"{longest}\"}}", Json))).Reply.Error);
    }

    [Fact]
    public async Task Arguments_are_counted()
    {
        var most = string.Join('&', Enumerable.Range(0, SlackArguments.CountMax).Select(i => $"a{i}=1"));

        Assert.Equal(SlackArguments.CountMax, (await ReadAsync("POST", "", most, Form)).All.Count);
        await Assert.ThrowsAsync<SlackRefusedException>(() => ReadAsync("POST", "", most + "&b=1", Form));
    }

    [Fact]
    public async Task Memory_for_bodies_is_bounded_and_given_back()
    {
        var bounds = new RequestBounds(Options.Create(new GatewayOptions { BodyBytesMax = 1024 * 1024 }));
        var body = Encoding.ASCII.GetBytes("x=" + new string('1', 300_000) + "&y=" + new string('2', 300_000) + "&z=");
        for (var i = 0; i < 3; i++)
        {
            await ReadAsync("POST", "", body, Form, withLength: true, bounds);
        }

        Assert.True(bounds.TryRent(600_000));
        var refused = await Assert.ThrowsAsync<SlackRefusedException>(() => ReadAsync("POST", "", body, Form, withLength: true, bounds));
        Assert.Equal(429, refused.Reply.Status);
    }

    private static Task<SlackArguments> ReadAsync(string verb, string query, string body = "", string? type = null) =>
        ReadAsync(verb, query, Encoding.UTF8.GetBytes(body), type, withLength: true);

    private static Task<SlackArguments> ReadAsync(string verb, string query, byte[] body, string? type, bool withLength, RequestBounds? bounds = null)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = verb;
        request.QueryString = new QueryString(query);
        request.Body = new MemoryStream(body);
        request.ContentType = type;
        request.ContentLength = withLength ? body.Length : null;
        return new SlackRequestParser(bounds ?? new RequestBounds(Options.Create(new GatewayOptions()))).ReadAsync(request, CancellationToken.None);
    }
}
