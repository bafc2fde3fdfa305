using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>client.userBoot: what it tells of the caller, and of nobody else.</summary>
[Collection(ProductCollection.Name)]
public sealed class UserBootTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Boot_has_the_callers_conversations_and_preferences_alone()
    {
        var (token, user) = await api.NewMemberAsync();
        var mine = await api.NewChannelAsync(token, isPrivate: true);
        var hers = await api.NewChannelAsync(api.Ann, isPrivate: true);
        var im = (await api.OkAsync("conversations.open", token, ("users", product.Demo.Users[1].Id))).GetProperty("channel").Text("id");
        await api.PostAsync(api.Bob, im, "hello");
        await api.OkAsync("users.prefs.set", token, ("name", "highlight_words"), ("value", "tea"));

        var boot = await api.OkAsync("client.userBoot", token);
        Assert.Equal((user, product.Demo.Team.Id), (boot.GetProperty("self").Text("id"), boot.GetProperty("team").Text("id")));
        var channels = boot.GetProperty("channels").EnumerateArray().ToDictionary(c => c.Text("id"), StringComparer.Ordinal);
        Assert.True(channels[mine].GetProperty("is_member").GetBoolean());
        Assert.Contains(product.Demo.ChannelId("general"), channels.Keys);
        Assert.DoesNotContain(hers, boot.ToString(), StringComparison.Ordinal);
        var direct = boot.GetProperty("ims").EnumerateArray().Single(c => c.Text("id") == im);
        Assert.Equal(product.Demo.Users[1].Id, direct.Text("user"));
        Assert.Contains(im, boot.GetProperty("is_open").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("tea", boot.GetProperty("prefs").Text("highlight_words"));
        Assert.True(boot.GetProperty("dnd").TryGetProperty("dnd_enabled", out _));

        await api.OkAsync("conversations.close", token, ("channel", im));
        var later = await api.OkAsync("client.userBoot", token);
        Assert.DoesNotContain(im, later.GetProperty("is_open").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("client.userBoot", product.Demo.Bot.Token));
    }
}
