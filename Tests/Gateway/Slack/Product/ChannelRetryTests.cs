using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>What a repeat under an Idempotency-Key gets of a channel that changed meanwhile: the first answer, and no way in.</summary>
[Collection(ProductCollection.Name)]
public sealed class ChannelRetryTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_key_of_a_creation_opens_no_other_channel(bool isPrivate)
    {
        var (token, _) = await api.NewMemberAsync();
        var (own, taken, key) = (ProductApi.Unique("own"), ProductApi.Unique("taken"), Guid.CreateVersion7().ToString());
        var made = await api.KeyedAsync("conversations.create", token, key, ("name", own));
        var theirs = (await api.OkAsync("conversations.create", api.Ann, ("name", taken), ("is_private", isPrivate ? "true" : "false"))).GetProperty("channel").Text("id");

        Assert.Equal("name_taken", (await api.KeyedAsync("conversations.create", token, key, ("name", taken))).Text("error"));
        Assert.Equal("name_taken", (await api.KeyedAsync("conversations.create", token, key, ("name", ProductApi.Unique("free")))).Text("error"));
        Assert.Equal(isPrivate ? "channel_not_found" : "not_in_channel", await api.ErrorAsync("chat.postMessage", token, ("channel", theirs), ("text", "x")));
        Assert.Equal(
            made.GetProperty("channel").Text("id"),
            (await api.KeyedAsync("conversations.create", token, key, ("name", own))).GetProperty("channel").Text("id"));
    }

    [Fact]
    public async Task A_creator_who_was_removed_does_not_come_back_by_a_repeat()
    {
        var (token, user) = await api.NewMemberAsync();
        var (name, key) = (ProductApi.Unique("mine"), Guid.CreateVersion7().ToString());
        (string, string)[] creation = [("name", name), ("is_private", "true")];
        var channel = (await api.KeyedAsync("conversations.create", token, key, creation)).GetProperty("channel").Text("id");
        await api.OkAsync("conversations.invite", token, ("channel", channel), ("users", product.Demo.Users[0].Id));
        await api.OkAsync("conversations.kick", api.Ann, ("channel", channel), ("user", user));

        Assert.Equal("name_taken", (await api.KeyedAsync("conversations.create", token, key, creation)).Text("error"));
        Assert.Equal("channel_not_found", await api.ErrorAsync("conversations.info", token, ("channel", channel)));
    }

    [Fact]
    public async Task A_repeat_shows_a_private_channel_to_its_members_only()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann, isPrivate: true);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        var (bookmark, key) = (await BookmarkAsync(api.Ann, channel), Guid.CreateVersion7().ToString());
        (string Method, (string, string)[] Arguments)[] changes =
        [
            ("conversations.setTopic", [("channel", channel), ("topic", "theirs")]),
            ("conversations.setPurpose", [("channel", channel), ("purpose", "theirs")]),
            ("conversations.invite", [("channel", channel), ("users", product.Demo.Users[1].Id)]),
            ("bookmarks.add", [("channel_id", channel), ("title", "theirs"), ("type", "link"), ("link", "https://example.org")]),
            ("bookmarks.edit", [("channel_id", channel), ("bookmark_id", bookmark), ("title", "theirs")]),
        ];
        foreach (var (method, arguments) in changes)
        {
            Assert.True((await api.KeyedAsync(method, token, key, arguments)).GetProperty("ok").GetBoolean(), method);
        }

        await api.OkAsync("conversations.kick", api.Ann, ("channel", channel), ("user", user));
        await api.OkAsync("conversations.setTopic", api.Ann, ("channel", channel), ("topic", "a secret"));
        foreach (var (method, arguments) in changes)
        {
            var answer = await api.KeyedAsync(method, token, key, arguments);
            Assert.True(answer.TryGetProperty("error", out var error), $"{method}: {answer}");
            Assert.Equal((method, "channel_not_found"), (method, error.GetString()));
        }
    }

    [Theory, InlineData("edit"), InlineData("remove")]
    public async Task The_key_of_one_bookmark_changes_and_shows_no_other(string change)
    {
        var (token, _) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(token);
        var (first, second, key) = (await BookmarkAsync(token, channel), await BookmarkAsync(token, channel), Guid.CreateVersion7().ToString());
        Assert.True((await ChangeAsync(first)).GetProperty("ok").GetBoolean());
        await api.OkAsync("conversations.archive", token, ("channel", channel));

        Assert.True((await ChangeAsync(first)).GetProperty("ok").GetBoolean());
        Assert.Equal("is_archived", (await ChangeAsync(second)).Text("error"));

        Task<System.Text.Json.JsonElement> ChangeAsync(string bookmark) =>
            api.KeyedAsync($"bookmarks.{change}", token, key, ("channel_id", channel), ("bookmark_id", bookmark), ("title", "new"));
    }

    private async Task<string> BookmarkAsync(string token, string channel) => (await api.OkAsync(
        "bookmarks.add", token, ("channel_id", channel), ("title", "a title"), ("type", "link"), ("link", "https://example.org"))).GetProperty("bookmark").Text("id");
}
