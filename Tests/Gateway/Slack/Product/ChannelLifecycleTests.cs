using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Purpose, name and archive of channels: what is answered, what members' and others' sockets get, and what is refused by state.</summary>
[Collection(ProductCollection.Name)]
public sealed class ChannelLifecycleTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Purpose_is_set_shown_and_history()
    {
        var channel = await api.NewChannelAsync(api.Ann);
        var answer = await api.OkAsync("conversations.setPurpose", api.Ann, ("channel", channel), ("purpose", "to test"));
        Assert.Equal("to test", answer.Text("purpose"));
        var info = (await api.OkAsync("conversations.info", api.Ann, ("channel", channel))).GetProperty("channel");
        Assert.Equal(("to test", product.Demo.Users[0].Id), (info.GetProperty("purpose").Text("value"), info.GetProperty("purpose").Text("creator")));
        var newest = (await api.OkAsync("conversations.history", api.Ann, ("channel", channel))).GetProperty("messages")[0];
        Assert.Equal(("channel_purpose", "to test"), (newest.Text("subtype"), newest.Text("purpose")));
        Assert.Equal("too_long", await api.ErrorAsync("conversations.setPurpose", api.Ann, ("channel", channel), ("purpose", new string('x', 251))));
    }

    [Theory]
    [InlineData("conversations.setTopic", "topic")]
    [InlineData("conversations.setPurpose", "purpose")]
    public async Task Topic_and_purpose_are_escaped_once_and_measured_before(string method, string name)
    {
        var channel = await api.NewChannelAsync(api.Ann);
        const string Escaped = "a &amp; b &lt;c&gt; <https://example.org|here> <@U012ABC34>";
        foreach (var sent in new[] { "a & b <c> <https://example.org|here> <@U012ABC34>", Escaped })
        {
            var answer = await api.OkAsync(method, api.Ann, ("channel", channel), (name, sent));
            var info = (await api.OkAsync("conversations.info", api.Ann, ("channel", channel))).GetProperty("channel");
            var newest = (await api.OkAsync("conversations.history", api.Ann, ("channel", channel))).GetProperty("messages")[0];
            Assert.Equal((Escaped, Escaped, Escaped), (answer.Text(name), info.GetProperty(name).Text("value"), newest.Text(name)));
        }

        Assert.Null(await api.ErrorAsync(method, api.Ann, ("channel", channel), (name, new string('&', 250))));
        Assert.Equal("too_long", await api.ErrorAsync(method, api.Ann, ("channel", channel), (name, new string('&', 251))));
    }

    [Fact]
    public async Task A_renamed_channel_is_found_by_its_new_name_and_its_old_one_is_free()
    {
        var (before, after) = (ProductApi.Unique("before"), ProductApi.Unique("after"));
        var channel = (await api.OkAsync("conversations.create", api.Ann, ("name", before))).GetProperty("channel").Text("id");
        using var other = await RtmClient.OpenAsync(api, await api.BobLogsInAsync());
        var renamed = await api.OkAsync("conversations.rename", api.Ann, ("channel", channel), ("name", after));
        Assert.Equal(after, renamed.GetProperty("channel").Text("name"));
        var frame = await other.FrameAsync("channel_rename", f => Is(f, "channel_rename") && f.GetProperty("channel").Text("id") == channel);
        Assert.Equal(after, frame.GetProperty("channel").Text("name"));
        await api.OkAsync("chat.postMessage", api.Ann, ("channel", $"#{after}"), ("text", "by name"));
        Assert.Equal("channel_not_found", await api.ErrorAsync("chat.postMessage", api.Ann, ("channel", $"#{before}"), ("text", "by name")));
        var message = (await api.OkAsync("conversations.history", api.Ann, ("channel", channel))).GetProperty("messages")[1];
        Assert.Equal(("channel_name", before, after), (message.Text("subtype"), message.Text("old_name"), message.Text("name")));

        var next = (await api.OkAsync("conversations.create", api.Bob, ("name", before))).GetProperty("channel").Text("id");
        Assert.Equal("name_taken", await api.ErrorAsync("conversations.rename", api.Bob, ("channel", next), ("name", after)));
        Assert.Equal("invalid_name_specials", await api.ErrorAsync("conversations.rename", api.Bob, ("channel", next), ("name", "No Way!")));
        await api.OkAsync("conversations.rename", api.Bob, ("channel", next), ("name", before));
    }

    [Fact]
    public async Task Only_the_creator_or_an_admin_renames()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        Assert.Equal("restricted_action", await api.ErrorAsync("conversations.rename", token, ("channel", channel), ("name", ProductApi.Unique("mine"))));
        var own = await api.NewChannelAsync(token);
        await api.OkAsync("conversations.rename", token, ("channel", own), ("name", ProductApi.Unique("mine")));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_archived_channel_takes_no_writes_until_it_is_opened_again(bool isPrivate)
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann, isPrivate);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        var ts = await api.PostAsync(api.Ann, channel, "before");
        using var socket = await RtmClient.OpenAsync(api, token);

        await api.OkAsync("conversations.archive", api.Ann, ("channel", channel));
        var type = isPrivate ? "group_archive" : "channel_archive";
        var frame = await socket.FrameAsync(type, f => Is(f, type) && f.Text("channel") == channel);
        Assert.Equal(product.Demo.Users[0].Id, frame.Text("user"));
        foreach (var (method, arguments) in new (string, (string, string?)[])[]
        {
            ("chat.postMessage", [("text", "x")]), ("chat.update", [("ts", ts), ("text", "x")]), ("reactions.add", [("timestamp", ts), ("name", "eyes")]),
            ("conversations.setTopic", [("topic", "x")]), ("conversations.rename", [("name", ProductApi.Unique("x"))]),
        })
        {
            Assert.Equal((method, "is_archived"), (method, await api.ErrorAsync(method, api.Ann, [("channel", channel), .. arguments])));
        }

        Assert.Equal("already_archived", await api.ErrorAsync("conversations.archive", api.Ann, ("channel", channel)));
        Assert.True((await api.OkAsync("conversations.info", api.Ann, ("channel", channel))).GetProperty("channel").GetProperty("is_archived").GetBoolean());
        Assert.DoesNotContain(channel, await ListAsync(), StringComparison.Ordinal);

        await api.OkAsync("conversations.unarchive", api.Ann, ("channel", channel));
        Assert.Equal("not_archived", await api.ErrorAsync("conversations.unarchive", api.Ann, ("channel", channel)));
        Assert.Contains(channel, await ListAsync(), StringComparison.Ordinal);
        await api.PostAsync(api.Ann, channel, "after");
        var subtypes = (await api.OkAsync("conversations.history", token, ("channel", channel))).GetProperty("messages").EnumerateArray()
            .Select(m => m.TryGetProperty("subtype", out _) ? m.Text("subtype") : m.Text("text")).Take(4);
        Assert.Equal(["after", "channel_unarchive", "channel_archive", "before"], subtypes);

        async Task<string> ListAsync() =>
            (await api.OkAsync("conversations.list", api.Ann, ("types", "public_channel,private_channel"), ("exclude_archived", "1"), ("limit", "999"))).ToString();
    }

    [Fact]
    public async Task The_last_member_of_a_private_channel_stays()
    {
        var (token, user) = await api.NewMemberAsync();
        var hidden = await api.NewChannelAsync(api.Ann, isPrivate: true);
        Assert.Equal("last_member", await api.ErrorAsync("conversations.leave", api.Ann, ("channel", hidden)));
        await api.OkAsync("conversations.invite", api.Ann, ("channel", hidden), ("users", user));
        await api.OkAsync("conversations.leave", api.Ann, ("channel", hidden));
        Assert.Equal("last_member", await api.ErrorAsync("conversations.leave", token, ("channel", hidden)));
        await api.OkAsync("conversations.invite", token, ("channel", hidden), ("users", product.Demo.Users[0].Id));

        var open = await api.NewChannelAsync(token);
        await api.OkAsync("conversations.leave", token, ("channel", open));
        await api.OkAsync("conversations.join", token, ("channel", open));
    }

    [Fact]
    public async Task Nobody_leaves_an_archived_channel()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", user));
        await api.OkAsync("conversations.archive", api.Ann, ("channel", channel));
        Assert.Equal("is_archived", await api.ErrorAsync("conversations.leave", token, ("channel", channel)));
        Assert.Equal("channel_archive", (await api.OkAsync("conversations.history", token, ("channel", channel))).GetProperty("messages")[0].Text("subtype"));

        await api.OkAsync("conversations.unarchive", api.Ann, ("channel", channel));
        await api.OkAsync("conversations.leave", token, ("channel", channel));
    }

    [Fact]
    public async Task The_general_channel_stays_open()
    {
        var list = await api.OkAsync("conversations.list", api.Ann, ("limit", "999"));
        var general = list.GetProperty("channels").EnumerateArray().Single(c => c.GetProperty("is_general").GetBoolean()).Text("id");
        Assert.Equal("cant_archive_general", await api.ErrorAsync("conversations.archive", api.Ann, ("channel", general)));
    }

    private static bool Is(System.Text.Json.JsonElement frame, string type) => TestSocket.Is(frame, type);
}
