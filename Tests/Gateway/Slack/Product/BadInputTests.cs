using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>What nobody should send: each has its word, nothing is stored, no 5xx, and memory stays where it was.</summary>
[Collection(ProductCollection.Name)]
public sealed class BadInputTests(ProductFixture product) : IDisposable
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";
    private const long GrowthMax = 50L * 1024 * 1024;

    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Text_at_the_limit_is_stored_and_one_more_character_is_not()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var longest = new string('ü', PostMessage.TextLengthMax);
        await api.PostAsync(api.Ann, channel, longest);

        Assert.Equal("msg_too_long", await api.ErrorAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", longest + "x")));
        var texts = await api.TextsAsync(api.Ann, channel);
        Assert.Equal((2, longest.Length), (texts.Count, texts[0].Length));
    }

    [Theory]
    [InlineData("text=%zz", Form, "invalid_form_data")]
    [InlineData("text=%ff", Form, "invalid_form_data")]
    [InlineData("text=a%00b", Form, "invalid_arguments")]
    [InlineData("{\"text\":", Json, "invalid_json")]
    [InlineData("\"text\"", Json, "json_not_object")]
    [InlineData("{\"text\":\"\\ud800\"}", Json, "invalid_json")]
    [InlineData("{\"text\":\"a\\u0000b\"}", Json, "invalid_arguments")]
    [InlineData("<text/>", "text/xml", "invalid_post_type")]
    [InlineData("text=x", Form + "; charset=ebcdic", "invalid_charset")]
    public async Task Broken_bodies_have_their_words_and_store_nothing(string body, string type, string word)
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var (status, answer) = await SendAsync(HttpMethod.Post, $"api/chat.postMessage?channel={channel}", Encoding.UTF8.GetBytes(body), type);

        Assert.Equal((HttpStatusCode.OK, word), (status, answer.Text("error")));
        Assert.Single(await api.TextsAsync(api.Ann, channel));
    }

    [Fact]
    public async Task Broken_utf8_in_json_stores_nothing()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        byte[] body = [.. Encoding.UTF8.GetBytes($"{{\"channel\":\"{channel}\",\"text\":\""), 0xC3, 0x28, .. "\"}"u8];
        var (_, answer) = await SendAsync(HttpMethod.Post, "api/chat.postMessage", body, Json);

        Assert.Equal("invalid_json", answer.Text("error"));
        Assert.Single(await api.TextsAsync(api.Ann, channel));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Wrong_verbs_do_nothing(string verb)
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var (status, answer) = await SendAsync(new HttpMethod(verb), $"api/chat.postMessage?channel={channel}&text=x", [], Form);

        Assert.Equal((HttpStatusCode.OK, "unknown_method"), (status, answer.Text("error")));
        Assert.Single(await api.TextsAsync(api.Ann, channel));
    }

    [Fact]
    public async Task Channels_that_are_none_are_not_found()
    {
        foreach (var channel in new[] { "", "C", "C0000000ZZ", "c0000000zz", "C'; drop table message; --", "../../etc/passwd", new string('C', 5000), "#no-such", "💥" })
        {
            Assert.Equal((channel, "channel_not_found"), (channel, await api.ErrorAsync("chat.postMessage", api.Bob, ("channel", channel), ("text", "x"))));
        }
    }

    [Fact]
    public async Task Malformed_ts_and_cursors_have_their_words()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        foreach (var ts in new[] { "", "1", "now", "1700000000.00000", "1700000000.0000000", "-700000000.000000", "1700000000,000000", "9999999999.999999", "１700000000.000000" })
        {
            Assert.NotNull(await api.ErrorAsync("chat.update", api.Ann, ("channel", channel), ("ts", ts), ("text", "x")));
            Assert.NotNull(await api.ErrorAsync("chat.delete", api.Ann, ("channel", channel), ("ts", ts)));
            Assert.NotNull(await api.ErrorAsync("conversations.replies", api.Ann, ("channel", channel), ("ts", ts)));
            Assert.NotNull(await api.ErrorAsync("reactions.add", api.Ann, ("channel", channel), ("timestamp", ts), ("name", "eyes")));
        }

        Assert.Equal("invalid_ts_oldest", await api.ErrorAsync("conversations.history", api.Ann, ("channel", channel), ("oldest", "long ago")));
        Assert.Equal("invalid_ts_latest", await api.ErrorAsync("conversations.history", api.Ann, ("channel", channel), ("latest", "1e9")));
        foreach (var method in new[] { "conversations.history", "conversations.members", "conversations.list", "users.list" })
        {
            Assert.Equal("invalid_cursor", await api.ErrorAsync(method, api.Ann, ("channel", channel), ("cursor", "bm9uc2Vuc2U")));
            Assert.Equal("invalid_limit", await api.ErrorAsync(method, api.Ann, ("channel", channel), ("limit", "-5")));
        }
    }

    [Theory]
    [InlineData("blocks", "{}", "invalid_blocks_format")]
    [InlineData("blocks", "[1]", "invalid_blocks_format")]
    [InlineData("blocks", "[{", "invalid_blocks_format")]
    [InlineData("blocks", "[{}]", "invalid_blocks")]
    [InlineData("blocks", "[{\"type\":\"a\\u0000\"}]", "invalid_blocks_format")]
    [InlineData("blocks", "[{\"n\":1e999}]", "invalid_blocks_format")]
    [InlineData("blocks", "[{\"t\":\"\\ud800\"}]", "invalid_blocks_format")]
    [InlineData("blocks", "[{\"type\":\"a\",\"type\":\"b\"}]", "invalid_blocks_format")]
    [InlineData("attachments", "x", "invalid_attachments")]
    [InlineData("attachments", "[{\"blocks\":[{}]}]", "invalid_attachments")]
    [InlineData("metadata", "[]", "invalid_metadata_format")]
    public async Task Malformed_blocks_store_nothing(string argument, string value, string word)
    {
        var channel = await api.NewChannelAsync(api.Ann);

        Assert.Equal(word, await api.ErrorAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", "x"), (argument, value)));
        Assert.Single(await api.TextsAsync(api.Ann, channel));
    }

    [Fact]
    public async Task Large_and_deep_blocks_are_refused()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var ts = await api.PostAsync(api.Ann, channel, "as it was");
        var many = "[" + string.Join(',', Enumerable.Repeat("""{"type":"divider"}""", 51)) + "]";
        var deep = """[{"type":"a","x":""" + new string('[', 100_000) + new string(']', 100_000) + "}]";
        var large = $$"""[{"type":"a","x":"{{new string('x', 200_000)}}"}]""";
        var array = """[{"type":"a","x":[""" + string.Join(',', Enumerable.Repeat("1e15", 60_000)) + "]}]";
        foreach (var (blocks, word) in new[] { (many, "invalid_blocks"), (deep, "invalid_blocks_format"), (large, "msg_blocks_too_long"), (array, "msg_blocks_too_long") })
        {
            Assert.Equal(word, await api.ErrorAsync("chat.postMessage", api.Ann, ("channel", channel), ("blocks", blocks)));
            Assert.Equal(word, await api.ErrorAsync("chat.update", api.Ann, ("channel", channel), ("ts", ts), ("blocks", blocks)));
        }

        Assert.Equal(["as it was"], (await api.TextsAsync(api.Ann, channel)).SkipLast(1));
    }

    [Theory]
    [InlineData("name", "", "invalid_name")]
    [InlineData("email", "nobody", "invalid_email")]
    [InlineData("email", "a@b@c", "invalid_email")]
    [InlineData("password", "short", "invalid_password")]
    [InlineData("team_domain", "Not A Domain", "invalid_domain")]
    public async Task Malformed_sign_ups_have_their_words(string argument, string value, string word)
    {
        var arguments = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["name"] = "x",
            ["email"] = $"{ProductApi.Unique("bad")}@example.org",
            ["password"] = "a long password",
            ["team_name"] = "x",
            ["team_domain"] = ProductApi.Unique("bad"),
        };
        arguments[argument] = value;

        Assert.Equal(word, await api.ErrorAsync("social.signUp", null, [.. arguments.Select(a => (a.Key, a.Value))]));
    }

    [Fact]
    public async Task Floods_of_large_and_broken_requests_leave_memory_where_it_was()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await FloodAsync(channel, 1);
        var before = product.Product.ResidentBytes();
        await FloodAsync(channel, 8);
        var growth = product.Product.ResidentBytes() - before;

        Assert.True(growth < GrowthMax, string.Create(CultureInfo.InvariantCulture, $"memory grew by {growth / 1024 / 1024} MB"));
        Assert.Single(await api.TextsAsync(api.Ann, channel));
        await api.PostAsync(api.Ann, channel, "it still works");
    }

    private async Task FloodAsync(string channel, int rounds)
    {
        var large = Encoding.ASCII.GetBytes($"channel={channel}&text={new string('x', 2 * 1024 * 1024)}");
        var nested = Encoding.ASCII.GetBytes("{\"a\":" + new string('[', 500_000));
        for (var round = 0; round < rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
            {
                await RefusedAsync(large, Form);
                await RefusedAsync(nested, Json);
                await RefusedAsync(large.AsSpan(0, 1024 * 1024).ToArray(), Form);
                var (status, _) = await api.CallAsync("auth.test", $"xoxp-{ProductApi.Unique("random")}-{i}");
                Assert.True((int)status < 500, $"{status}");
            }));
        }
    }

    private async Task RefusedAsync(byte[] body, string type)
    {
        try
        {
            var (status, answer) = await SendAsync(HttpMethod.Post, "api/chat.postMessage", body, type);
            Assert.True((int)status < 500, $"{status}");
            Assert.False(answer.GetProperty("ok").GetBoolean());
        }
        catch (HttpRequestException)
        {
            // The server answered and closed while the body was still being sent.
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod verb, string path, byte[] body, string type)
    {
        using var request = new HttpRequestMessage(verb, path);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await api.SendAsync(request, api.Ann);
    }
}
