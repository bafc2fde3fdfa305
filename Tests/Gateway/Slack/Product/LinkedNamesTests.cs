using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>What chat methods make of a text and of how a bot wants to look.</summary>
[Collection(ProductCollection.Name)]
public sealed class LinkedNamesTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Theory]
    [InlineData("link_names", "true")]
    [InlineData("parse", "full")]
    public async Task Names_become_mentions_on_request(string argument, string value)
    {
        var (ben, general) = (product.Demo.Users[1], product.Demo.ChannelId("general"));
        var channel = await api.NewChannelAsync(api.Ann);
        var secret = (await api.OkAsync("conversations.create", api.Ann, ("name", ProductApi.Unique("hid")), ("is_private", "true"))).GetProperty("channel").Text("name");
        var text = $"@{ben.Name}: see #general, (@{ben.Name}) #{secret} @nobody x@{ben.Name} `@{ben.Name}` <https://a.b/#general> @{ben.Name}. @here";
        var wanted = $"<@{ben.Id}>: see <#{general}>, (<@{ben.Id}>) #{secret} @nobody x@{ben.Name} `@{ben.Name}` <https://a.b/#general> <@{ben.Id}>. <!here>";

        Assert.Equal(text, (await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", text))).GetProperty("message").Text("text"));
        var posted = await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", text), (argument, value));
        Assert.Equal(wanted, posted.GetProperty("message").Text("text"));
        var changed = await api.OkAsync("chat.update", api.Ann, ("channel", channel), ("ts", posted.Text("ts")), ("text", $"#general @{ben.Name}"), (argument, value));
        Assert.Equal($"<#{general}> <@{ben.Id}>", changed.Text("text"));
    }

    [Fact]
    public async Task Mentions_made_of_names_are_counted_and_no_more_than_fifty_are_looked_up()
    {
        var (token, user) = await api.NewMemberAsync();
        var name = (await api.OkAsync("users.info", token, ("user", user))).GetProperty("user").Text("name");
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", $"@{name}"), ("link_names", "1"));
        var counts = (await api.OkAsync("client.counts", token)).GetProperty("channels").EnumerateArray().Single(c => c.Text("id") == channel);
        Assert.Equal(1, counts.GetProperty("mention_count").GetInt32());

        var many = await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", string.Concat(Enumerable.Repeat($"@{name} ", 51))), ("link_names", "1"));
        Assert.EndsWith($"<@{user}> @{name} ", many.GetProperty("message").Text("text"), StringComparison.Ordinal);
        Assert.Equal("msg_too_long", await api.ErrorAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", new string('x', 39_990) + " @everyone"), ("link_names", "1")));
    }

    [Fact]
    public async Task Bot_shows_itself_as_it_asks_and_a_member_cannot()
    {
        var (bot, general) = (product.Demo.Bot.Token, product.Demo.ChannelId("general"));
        async Task<System.Text.Json.JsonElement> PostAsync(string token, params (string, string?)[] arguments) =>
            (await api.OkAsync("chat.postMessage", token, [("channel", general), ("text", "hi"), .. arguments])).GetProperty("message");

        var emoji = await PostAsync(bot, ("icon_emoji", ":tea:"), ("username", "Tea"), ("mrkdwn", "false"));
        Assert.Equal((":tea:", "Tea"), (emoji.GetProperty("icons").Text("emoji"), emoji.Text("username")));
        Assert.False(emoji.GetProperty("mrkdwn").GetBoolean());
        Assert.Equal("https://example.org/x.png", (await PostAsync(bot, ("icon_url", "https://example.org/x.png"))).GetProperty("icons").Text("image_48"));
        foreach (var plain in (System.Text.Json.JsonElement[])
            [
                await PostAsync(bot, ("icon_emoji", ":tea:"), ("username", "Tea"), ("as_user", "true")), await PostAsync(bot, ("icon_url", "javascript:x")),
                await PostAsync(bot, ("icon_emoji", "NO!")), await PostAsync(api.Ann, ("icon_emoji", ":tea:"), ("username", "Tea")),
            ])
        {
            Assert.False(plain.TryGetProperty("icons", out _));
            Assert.False(plain.TryGetProperty("username", out _));
            Assert.False(plain.TryGetProperty("mrkdwn", out _));
        }
    }
}
