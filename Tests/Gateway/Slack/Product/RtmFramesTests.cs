using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>What a socket of the running product gets for each change.</summary>
[Collection(ProductCollection.Name)]
public sealed class RtmFramesTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Every_change_has_its_frame()
    {
        using var socket = await RtmClient.OpenAsync(api, await api.BobLogsInAsync());
        var bobId = product.Demo.Users[1].Id;
        var channel = await api.NewChannelAsync(api.Ann);
        await socket.FrameAsync("channel_created", f => Is(f, "channel_created") && f.GetProperty("channel").Text("id").Equals(channel, StringComparison.Ordinal));
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", bobId));
        await socket.FrameAsync("channel_joined", f => Is(f, "channel_joined") && f.GetProperty("channel").Text("id").Equals(channel, StringComparison.Ordinal));

        var ts = await api.PostAsync(api.Ann, channel, "one");
        var message = await socket.FrameAsync("the message", f => Is(f, "message", channel) && Has(f, "ts", ts));
        Assert.Equal(("one", product.Demo.Users[0].Id), (message.Text("text"), message.Text("user")));
        await api.OkAsync("chat.update", api.Ann, ("channel", channel), ("ts", ts), ("text", "two"));
        var changed = await socket.FrameAsync("message_changed", f => Is(f, "message", channel) && Has(f, "subtype", "message_changed"));
        Assert.Equal(("two", ts, "one"), (changed.GetProperty("message").Text("text"), changed.GetProperty("message").Text("ts"), changed.GetProperty("previous_message").Text("text")));
        await api.OkAsync("reactions.add", api.Ann, ("channel", channel), ("timestamp", ts), ("name", "eyes"));
        Assert.Equal(ts, (await socket.FrameAsync("reaction_added", f => Is(f, "reaction_added", channel))).GetProperty("item").Text("ts"));
        await api.OkAsync("reactions.remove", api.Ann, ("channel", channel), ("timestamp", ts), ("name", "eyes"));
        await socket.FrameAsync("reaction_removed", f => Is(f, "reaction_removed", channel));
        var reply = (await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", "reply"), ("thread_ts", ts))).Text("ts");
        await socket.FrameAsync("the reply", f => Is(f, "message", channel) && Has(f, "thread_ts", ts));
        await api.OkAsync("chat.delete", api.Ann, ("channel", channel), ("ts", reply));
        Assert.Equal(reply, (await socket.FrameAsync("message_deleted", f => Is(f, "message", channel) && Has(f, "subtype", "message_deleted"))).Text("deleted_ts"));
        await api.OkAsync("conversations.setTopic", api.Ann, ("channel", channel), ("topic", "t"));
        await socket.FrameAsync("channel_topic", f => Is(f, "message", channel) && Has(f, "subtype", "channel_topic"));
        await api.OkAsync("conversations.mark", api.Bob, ("channel", channel), ("ts", ts));
        Assert.Equal(ts, (await socket.FrameAsync("channel_marked", f => Is(f, "channel_marked", channel))).Text("ts"));

        var carolId = product.Demo.Users[2].Id;
        await api.OkAsync("conversations.join", product.Demo.Users[2].Token, ("channel", channel));
        await socket.FrameAsync("member_joined_channel", f => Is(f, "member_joined_channel", channel) && Has(f, "user", carolId));
        await api.OkAsync("conversations.leave", product.Demo.Users[2].Token, ("channel", channel));
        await socket.FrameAsync("member_left_channel", f => Is(f, "member_left_channel", channel) && Has(f, "user", carolId));
        await api.OkAsync("conversations.kick", api.Ann, ("channel", channel), ("user", bobId));
        await socket.FrameAsync("channel_left", f => Is(f, "channel_left", channel));
        var (_, newcomer) = await api.NewMemberAsync();
        await socket.FrameAsync("team_join", f => Is(f, "team_join") && Has(f.GetProperty("user"), "id", newcomer));
        await api.OkAsync("users.profile.set", api.Ann, ("user", newcomer), ("name", "title"), ("value", "new here"));
        var person = (await socket.FrameAsync("user_change", f => Is(f, "user_change") && Has(f.GetProperty("user"), "id", newcomer))).GetProperty("user");
        Assert.Equal("new here", person.GetProperty("profile").Text("title"));
    }

    [Fact]
    public async Task Post_on_the_socket_is_acknowledged_and_repeats_are_one()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        using var socket = await RtmClient.OpenAsync(api, await api.AnnLogsInAsync());
        await socket.SendAsync(new { id = 1, type = "message", channel, text = "hi", client_msg_id = "s-1" });
        var first = await socket.FrameAsync("the reply to 1", f => Reply(f) == 1);
        await socket.SendAsync(new { id = 2, type = "message", channel, text = "hi", client_msg_id = "s-1" });
        var second = await socket.FrameAsync("the reply to 2", f => Reply(f) == 2);
        var over = await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("text", "hi"), ("client_msg_id", "s-1"));

        Assert.True(first.GetProperty("ok").GetBoolean());
        Assert.Equal(first.Text("ts"), second.Text("ts"));
        Assert.Equal(first.Text("ts"), over.Text("ts"));
        await socket.SendAsync(new { id = 3, type = "message", channel });
        Assert.Equal(2, (await socket.FrameAsync("the reply to 3", f => Reply(f) == 3)).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(2, (await api.TextsAsync(api.Ann, channel)).Count);
    }

    [Fact]
    public async Task What_a_deleted_message_said_does_not_come_after_a_cut()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.join", api.Bob, ("channel", channel));
        using var other = await RtmClient.OpenAsync(api, await api.BobLogsInAsync());
        var token = await api.AnnLogsInAsync();
        await using var first = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", token)).Text("url"));
        await first.ConfirmAsync();
        await first.ResetAsync();
        var ts = await api.PostAsync(api.Bob, channel, "secret 1");
        await api.OkAsync("chat.update", api.Bob, ("channel", channel), ("ts", ts), ("text", "secret 2"), ("attachments", """[{"text":"secret 3"}]"""));
        await api.OkAsync("chat.delete", api.Bob, ("channel", channel), ("ts", ts));
        await other.FrameAsync("message_deleted", f => Is(f, "message", channel) && Has(f, "subtype", "message_deleted"));
        await using var second = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", token)).Text("url"));
        await second.WaitAsync("message_deleted", f => Has(f, "deleted_ts", ts));

        Assert.Contains(second.Frames, f => Is(f, "message", channel) && Has(f, "subtype", "message_changed"));
        Assert.DoesNotContain(second.Frames, f => f.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_that_is_stored_escaped_or_with_blocks_alone_comes_back_as_its_reply_only()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        using var socket = await RtmClient.OpenAsync(api, await api.AnnLogsInAsync());
        await socket.SendAsync(new { id = 1, type = "message", channel, text = "1 & 2" });
        await socket.SendAsync(new { id = 2, type = "message", channel, blocks = new[] { new { type = "markdown", text = "only blocks" } } });
        Assert.Equal("1 &amp; 2", (await socket.FrameAsync("the reply to 1", f => Reply(f) == 1)).Text("text"));
        Assert.Equal("only blocks", (await socket.FrameAsync("the reply to 2", f => Reply(f) == 2)).Text("text"));
        await api.PostAsync(api.Bob, product.Demo.ChannelId("general"), "the end");
        await socket.FrameAsync("a later message", f => Is(f, "message", product.Demo.ChannelId("general")) && Has(f, "text", "the end"));

        Assert.DoesNotContain(socket.Frames, f => Is(f, "message", channel) && !f.TryGetProperty("subtype", out _));
    }

    private static bool Is(JsonElement frame, string type, string? channel = null) => Has(frame, "type", type) && (channel is null || Has(frame, "channel", channel));

    private static bool Has(JsonElement frame, string name, string value) =>
        frame.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && string.Equals(found.GetString(), value, StringComparison.Ordinal);

    private static int Reply(JsonElement frame) => frame.TryGetProperty("reply_to", out var id) ? id.GetInt32() : 0;
}
