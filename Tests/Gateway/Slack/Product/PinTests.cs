using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Pinned messages, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class PinTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Pins_are_added_listed_told_and_removed()
    {
        var (bob, bobId) = await api.NewMemberAsync();
        var ann = product.Demo.Users[0].Id;
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", bobId));
        var (first, second) = (await api.PostAsync(api.Ann, channel, "first"), await api.PostAsync(api.Ann, channel, "second"));
        using var socket = await RtmClient.OpenAsync(api, bob);
        await api.OkAsync("pins.add", bob, ("channel", channel), ("timestamp", first));
        await api.OkAsync("pins.add", api.Ann, ("channel", channel), ("timestamp", second));
        Assert.Equal("already_pinned", await api.ErrorAsync("pins.add", api.Ann, ("channel", channel), ("timestamp", first)));

        var added = await socket.FrameAsync("pin_added", f => TestSocket.Is(f, "pin_added"));
        Assert.Equal((bobId, channel, ann, true, 1), (added.Text("user"), added.Text("channel_id"), added.Text("item_user"), added.GetProperty("has_pins").GetBoolean(), added.GetProperty("pin_count").GetInt32()));
        Assert.Equal((first, channel), (added.GetProperty("item").GetProperty("message").Text("ts"), added.GetProperty("item").Text("channel")));
        Assert.Equal([second, first], await ListAsync(bob, channel));
        var history = await api.OkAsync("conversations.history", bob, ("channel", channel));
        Assert.Equal(2, history.GetProperty("pin_count").GetInt32());
        var shown = history.GetProperty("messages").EnumerateArray().Single(m => m.Text("ts") == first);
        Assert.Equal((channel, bobId), (shown.GetProperty("pinned_to")[0].GetString(), shown.GetProperty("pinned_info").Text("pinned_by")));

        await api.OkAsync("chat.update", api.Ann, ("channel", channel), ("ts", second), ("text", "edited"));
        var items = (await api.OkAsync("pins.list", bob, ("channel", channel))).GetProperty("items");
        Assert.Equal(("edited", ann, "message"), (items[0].GetProperty("message").Text("text"), items[0].Text("created_by"), items[0].Text("type")));
        await api.OkAsync("chat.delete", api.Ann, ("channel", channel), ("ts", second));
        Assert.Equal([first], await ListAsync(bob, channel));

        await api.OkAsync("pins.remove", api.Ann, ("channel", channel), ("timestamp", first));
        Assert.Equal("no_pin", await api.ErrorAsync("pins.remove", api.Ann, ("channel", channel), ("timestamp", first)));
        var removed = await socket.FrameAsync("pin_removed", f => TestSocket.Is(f, "pin_removed"));
        Assert.Equal((first, false), (removed.GetProperty("item").GetProperty("message").Text("ts"), removed.GetProperty("has_pins").GetBoolean()));
        Assert.Empty(await ListAsync(bob, channel));
        Assert.Equal(0, (await api.OkAsync("conversations.history", bob, ("channel", channel))).GetProperty("pin_count").GetInt32());
        await api.OkAsync("pins.add", bob, ("channel", channel), ("timestamp", first));
        Assert.Equal([first], await ListAsync(bob, channel));
    }

    [Fact]
    public async Task Pins_that_cannot_be_get_their_word()
    {
        var (token, _) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(token);
        var ts = await api.PostAsync(token, channel, "target");
        Assert.Equal("no_item_specified", await api.ErrorAsync("pins.add", token, ("channel", channel)));
        Assert.Equal("bad_timestamp", await api.ErrorAsync("pins.add", token, ("channel", channel), ("timestamp", "yesterday")));
        Assert.Equal("message_not_found", await api.ErrorAsync("pins.add", token, ("channel", channel), ("timestamp", "1700000000.000100")));
        await api.OkAsync("chat.delete", token, ("channel", channel), ("ts", ts));
        Assert.Equal("message_not_found", await api.ErrorAsync("pins.add", token, ("channel", channel), ("timestamp", ts)));
    }

    [Fact]
    public async Task A_channel_has_a_hundred_pins_and_no_more()
    {
        var (token, _) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(token);
        for (var n = 0; n < 100; n++)
        {
            await api.OkAsync("pins.add", token, ("channel", channel), ("timestamp", await api.PostAsync(token, channel, "pinned")));
        }

        var one = await api.PostAsync(token, channel, "one too many");
        Assert.Equal("too_many_pins", await api.ErrorAsync("pins.add", token, ("channel", channel), ("timestamp", one)));
        var pinned = await ListAsync(token, channel);
        Assert.Equal(100, pinned.Length);
        await api.OkAsync("pins.remove", token, ("channel", channel), ("timestamp", pinned[^1]));
        await api.OkAsync("pins.add", token, ("channel", channel), ("timestamp", one));
    }

    private async Task<string[]> ListAsync(string token, string channel) =>
        [.. (await api.OkAsync("pins.list", token, ("channel", channel))).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("message").Text("ts"))];
}
