using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Which messages <c>oldest</c> and <c>latest</c> give, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class HistoryRangeTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Oldest_alone_and_inclusive_gets_that_one_message()
    {
        var (channel, posts) = await ChannelOfSixAsync();

        foreach (var (ts, text) in posts.Zip(Enumerable.Range(0, 6).Select(i => $"m{i}")))
        {
            var page = await PageAsync(("channel", channel), ("oldest", ts), ("inclusive", "true"), ("limit", "1"));
            Assert.Equal([text], Texts(page));
            Assert.Equal(ts != posts[5], page.GetProperty("has_more").GetBoolean());
        }
    }

    [Theory]
    [InlineData(true, "0")]
    [InlineData(true, "1")]
    [InlineData(false, "0")]
    [InlineData(false, "1")]
    public async Task Oldest_alone_pages_towards_now_each_page_newest_first(bool repeated, string inclusive)
    {
        var (channel, posts) = await ChannelOfSixAsync();
        List<IReadOnlyList<string>> pages = [];
        (string Name, string? Value)[] range = [("oldest", posts[0]), ("inclusive", inclusive)];
        string? cursor = null;
        do
        {
            var page = await PageAsync([("channel", channel), ("limit", "2"), ("cursor", cursor), .. cursor is null || repeated ? range : []]);
            pages.Add(Texts(page));
            cursor = page.GetProperty("response_metadata").Text("next_cursor");
            Assert.Equal(page.GetProperty("has_more").GetBoolean(), cursor.Length > 0);
        }
        while (cursor.Length > 0);

        Assert.Equal(inclusive == "1" ? [["m1", "m0"], ["m3", "m2"], ["m5", "m4"]] : [["m2", "m1"], ["m4", "m3"], ["m5"]], pages);
    }

    [Fact]
    public async Task Both_ends_get_the_messages_next_to_latest()
    {
        var (channel, posts) = await ChannelOfSixAsync();
        var first = await PageAsync(("channel", channel), ("oldest", posts[0]), ("latest", posts[5]), ("limit", "2"));
        var cursor = first.GetProperty("response_metadata").Text("next_cursor");
        var second = await PageAsync(("channel", channel), ("oldest", posts[0]), ("cursor", cursor), ("limit", "2"));

        Assert.Equal(["m4", "m3"], Texts(first));
        Assert.True(first.GetProperty("has_more").GetBoolean());
        Assert.Equal(["m2", "m1"], Texts(second));
        Assert.False(second.GetProperty("has_more").GetBoolean());
    }

    private static List<string> Texts(JsonElement page) => [.. page.GetProperty("messages").EnumerateArray().Select(m => m.Text("text"))];

    private Task<JsonElement> PageAsync(params (string Name, string? Value)[] arguments) => api.OkAsync("conversations.history", api.Ann, arguments);

    private async Task<(string Channel, IReadOnlyList<string> Posts)> ChannelOfSixAsync()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        List<string> posts = [];
        for (var i = 0; i < 6; i++)
        {
            posts.Add(await api.PostAsync(api.Ann, channel, $"m{i}"));
        }

        return (channel, posts);
    }
}
