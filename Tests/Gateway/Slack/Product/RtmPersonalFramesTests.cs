using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Frames of the member's own chain: for that member's sockets alone, and not lost with one.</summary>
[Collection(ProductCollection.Name)]
public sealed class RtmPersonalFramesTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Ephemeral_message_comes_to_that_member_alone()
    {
        var (channel, bob) = (await api.NewChannelAsync(api.Ann), product.Demo.Users[1].Id);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", bob));
        await using var his = await OpenAsync(await api.BobLogsInAsync());
        await using var hers = await OpenAsync(await api.AnnLogsInAsync());
        var ts = await TellAsync(channel, bob, "p & q", ("blocks", """[{"type":"divider"}]"""), ("thread_ts", "1700000000.000100"));
        var told = await his.WaitAsync("the message", f => TestSocket.Text(f, "text") == "p &amp; q");

        Assert.Equal(("message", channel, product.Demo.Users[0].Id, ts), (told.Text("type"), told.Text("channel"), told.Text("user"), told.Text("ts")));
        Assert.True(told.GetProperty("is_ephemeral").GetBoolean());
        Assert.Equal(("divider", "1700000000.000100"), (told.GetProperty("blocks")[0].Text("type"), told.Text("thread_ts")));
        await api.PostAsync(api.Ann, channel, "for all");
        await hers.WaitAsync("the next message", f => TestSocket.Text(f, "text") == "for all");
        Assert.DoesNotContain(hers.Frames, f => TestSocket.Text(f, "text") == "p &amp; q");
    }

    [Theory]
    [InlineData("conversations.leave")]
    [InlineData("conversations.kick")]
    public async Task Who_has_left_is_told_so_without_the_channels_message(string method)
    {
        var (channel, bob) = (await api.NewChannelAsync(api.Ann), product.Demo.Users[1].Id);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", bob));
        await using var his = await OpenAsync(await api.BobLogsInAsync());
        await using var hers = await OpenAsync(await api.AnnLogsInAsync());
        await api.OkAsync(method, method.EndsWith("leave", StringComparison.Ordinal) ? api.Bob : api.Ann, ("channel", channel), ("user", bob));

        await hers.WaitAsync("the message", f => TestSocket.Text(f, "subtype") == "channel_leave" && TestSocket.Text(f, "channel") == channel);
        await his.WaitAsync("the membership", f => TestSocket.Is(f, "member_left_channel") && TestSocket.Text(f, "channel") == channel);
        await his.WaitAsync("the own membership", f => TestSocket.Is(f, "channel_left") && TestSocket.Text(f, "channel") == channel);
        Assert.DoesNotContain(his.Frames, f => TestSocket.Text(f, "subtype") == "channel_leave" && TestSocket.Text(f, "channel") == channel);
    }

    [Fact]
    public async Task Ephemeral_message_for_a_socket_that_was_cut_comes_after_the_resume()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await using var first = await OpenAsync(token);
        await TellAsync(channel, user, "one");
        await first.WaitAsync("the first", f => TestSocket.Text(f, "text") == "one");
        await first.ConfirmAsync();
        await first.ResetAsync();
        await TellAsync(channel, user, "two");

        await using var second = await OpenAsync(token);
        await second.WaitAsync("the second", f => TestSocket.Text(f, "text") == "two");
        Assert.DoesNotContain(second.Frames, f => TestSocket.Text(f, "text") == "one");
    }

    [Fact]
    public async Task Preferences_and_snoozes_come_to_the_members_own_sockets_alone()
    {
        var (token, user) = await api.NewMemberAsync();
        await using var own = await OpenAsync(token);
        await using var other = await OpenAsync(await api.AnnLogsInAsync());
        await api.OkAsync("users.prefs.set", token, ("prefs", """{"highlight_words":"a & b","time24":true}"""));
        var words = await own.WaitAsync("pref_change", f => TestSocket.Is(f, "pref_change") && TestSocket.Text(f, "name") == "highlight_words");
        Assert.Equal("a & b", words.Text("value"));
        Assert.True((await own.WaitAsync("the other", f => TestSocket.Is(f, "pref_change") && TestSocket.Text(f, "name") == "time24")).GetProperty("value").GetBoolean());

        var end = (await api.OkAsync("dnd.setSnooze", token, ("num_minutes", "60"))).GetProperty("snooze_endtime").GetInt64();
        var began = await own.WaitAsync("dnd_updated", f => TestSocket.Is(f, "dnd_updated"));
        Assert.Equal((user, end), (began.Text("user"), began.GetProperty("dnd_status").GetProperty("snooze_endtime").GetInt64()));
        var shown = (await own.WaitAsync("dnd_updated_user", f => TestSocket.Is(f, "dnd_updated_user"))).GetProperty("dnd_status");
        Assert.Equal((false, 1, false), (shown.GetProperty("dnd_enabled").GetBoolean(), shown.GetProperty("next_dnd_start_ts").GetInt64(), shown.TryGetProperty("snooze_enabled", out _)));
        await api.OkAsync("dnd.endSnooze", token);
        await own.WaitAsync("its end", f => TestSocket.Is(f, "dnd_updated") && !f.GetProperty("dnd_status").GetProperty("snooze_enabled").GetBoolean());

        await api.PostAsync(api.Ann, product.Demo.ChannelId("general"), "after the settings");
        await other.WaitAsync("a later message", f => TestSocket.Text(f, "text") == "after the settings");
        Assert.DoesNotContain(other.Frames, f => TestSocket.Is(f, "pref_change") || TestSocket.Is(f, "dnd_updated") || TestSocket.Is(f, "dnd_updated_user"));
    }

    private async Task<TestSocket> OpenAsync(string token) => await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", token)).Text("url"));

    private async Task<string> TellAsync(string channel, string user, string text, params (string Name, string? Value)[] more) =>
        (await api.OkAsync("chat.postEphemeral", api.Ann, [("channel", channel), ("user", user), ("text", text), .. more])).Text("message_ts");
}
