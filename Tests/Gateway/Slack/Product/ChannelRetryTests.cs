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
}
