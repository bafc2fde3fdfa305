using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Custom emoji, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class EmojiMethodTests(ProductFixture product) : IDisposable
{
    private const string Url = "https://example.org/x.png";
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Emoji_are_added_listed_told_and_taken_away()
    {
        var (name, alias) = (ProductApi.Unique("e"), ProductApi.Unique("alias"));
        await using var socket = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", await api.AnnLogsInAsync())).Text("url"));
        await api.OkAsync("emoji.add", api.Bob, ("name", $":{name}:"), ("url", Url));
        await api.OkAsync("emoji.add", api.Bob, ("name", alias), ("alias_for", $":{name}:"), ("mode", "alias"));
        var emoji = (await api.OkAsync("emoji.list", product.Demo.Bot.Token)).GetProperty("emoji");
        Assert.Equal((Url, $"alias:{name}"), (emoji.Text(name), emoji.Text(alias)));
        var added = await socket.WaitAsync("the emoji", f => TestSocket.Is(f, "emoji_changed") && TestSocket.Text(f, "name") == name);
        Assert.Equal(("add", Url), (added.Text("subtype"), added.Text("value")));
        Assert.Equal("error_name_taken", await api.ErrorAsync("emoji.add", api.Ann, ("name", name), ("url", Url)));

        var (stranger, _, _) = await api.NewTeamAsync();
        Assert.Empty((await api.OkAsync("emoji.list", stranger)).GetProperty("emoji").EnumerateObject());
        Assert.Equal("emoji_not_found", await api.ErrorAsync("emoji.remove", stranger, ("name", name)));
        var (other, _) = await api.NewMemberAsync();
        Assert.Equal("not_an_admin", await api.ErrorAsync("emoji.remove", other, ("name", name)));
        await api.OkAsync("emoji.remove", api.Bob, ("name", name));
        Assert.Equal("emoji_not_found", await api.ErrorAsync("emoji.remove", api.Bob, ("name", name)));
        emoji = (await api.OkAsync("emoji.list", api.Ann)).GetProperty("emoji");
        Assert.False(emoji.TryGetProperty(name, out _) || emoji.TryGetProperty(alias, out _));
        var gone = await socket.WaitAsync("the removal", f => TestSocket.Is(f, "emoji_changed") && f.ToString().Contains(name, StringComparison.Ordinal) && TestSocket.Text(f, "subtype") == "remove");
        Assert.Equal([name, alias], gone.GetProperty("names").EnumerateArray().Select(n => n.GetString()));
    }

    [Theory]
    [InlineData(null, Url, null, "error_missing_name")]
    [InlineData("::", Url, null, "error_missing_name")]
    [InlineData("Big", Url, null, "error_lower_case_names_only")]
    [InlineData("a b", Url, null, "error_bad_name_i18n")]
    [InlineData("a:b", Url, null, "error_bad_name_i18n")]
    [InlineData("💥", Url, null, "error_bad_name_i18n")]
    [InlineData("bad_input", null, null, "no_image_uploaded")]
    [InlineData("bad_input", "not a url", null, "error_bad_upload")]
    [InlineData("bad_input", "javascript:alert(1)", null, "error_bad_upload")]
    [InlineData("bad_input", "/etc/passwd", null, "error_bad_upload")]
    [InlineData("bad_input", "file:///etc/passwd", null, "error_bad_upload")]
    [InlineData("bad_input", null, "", "no_alias_selected")]
    [InlineData("bad_input", null, "not a name", "no_alias_selected")]
    [InlineData("bad_input", null, "bad_input", "error_invalid_alias")]
    public async Task Malformed_emoji_have_their_words(string? name, string? url, string? alias, string word)
    {
        Assert.Equal(word, await api.ErrorAsync("emoji.add", api.Ann, ("name", name), ("url", url), ("alias_for", alias)));
        Assert.False((await api.OkAsync("emoji.list", api.Ann)).GetProperty("emoji").TryGetProperty("bad_input", out _));
    }

    [Fact]
    public async Task Names_and_urls_are_bounded()
    {
        var (name, url) = (new string('n', 100), $"https://example.org/{new string('u', 980)}");
        Assert.Equal("error_bad_name_i18n", await api.ErrorAsync("emoji.add", api.Ann, ("name", name + "n"), ("url", Url)));
        Assert.Equal("error_bad_upload", await api.ErrorAsync("emoji.add", api.Ann, ("name", name), ("url", url + "u")));
        await api.OkAsync("emoji.add", api.Ann, ("name", name), ("url", url));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("emoji.add", product.Demo.Bot.Token, ("name", "x"), ("url", Url)));
    }
}
