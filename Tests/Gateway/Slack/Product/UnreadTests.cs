using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>What is unread, and how much of it is for me: after posts, edits, deletes, marks and joins.</summary>
[Collection(ProductCollection.Name)]
public sealed class UnreadTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Mentions_follow_posts_edits_deletes_and_marks()
    {
        var (bob, bobId) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.PostAsync(api.Ann, channel, $"before the join <@{bobId}>");
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", bobId));
        Assert.Equal((0, 0), await CountsAsync(bob, channel));

        var named = await api.PostAsync(api.Ann, channel, $"<@{bobId}> look");
        await api.PostAsync(api.Ann, channel, "<!here> all");
        var plain = await api.PostAsync(api.Ann, channel, "nobody");
        Assert.Equal((3, 2), await CountsAsync(bob, channel));
        await api.OkAsync("chat.postMessage", api.Ann, ("channel", channel), ("thread_ts", plain), ("text", $"<@{bobId}> in a thread"));
        Assert.Equal((3, 2), await CountsAsync(bob, channel));

        await api.OkAsync("chat.update", api.Ann, ("channel", channel), ("ts", named), ("text", "nobody any more"));
        Assert.Equal((3, 1), await CountsAsync(bob, channel));
        await api.OkAsync("chat.update", api.Ann, ("channel", channel), ("ts", plain), ("text", $"<@{bobId}> after all"));
        Assert.Equal((3, 2), await CountsAsync(bob, channel));

        // A tombstone keeps its place in the count until it is read; whom it mentioned it does not any more.
        await api.OkAsync("chat.delete", api.Ann, ("channel", channel), ("ts", plain));
        Assert.Equal((3, 1), await CountsAsync(bob, channel));

        using var socket = await RtmClient.OpenAsync(api, bob);
        await api.OkAsync("conversations.mark", bob, ("channel", channel), ("ts", named));
        var marked = await socket.FrameAsync("channel_marked", f => TestSocket.Is(f, "channel_marked") && f.Text("channel") == channel);
        Assert.Equal((2, 1), (marked.GetProperty("unread_count").GetInt32(), marked.GetProperty("mention_count").GetInt32()));
        Assert.Equal((2, 1), await CountsAsync(bob, channel));
        await api.OkAsync("conversations.mark", bob, ("channel", channel), ("ts", plain));
        Assert.Equal((0, 0), await CountsAsync(bob, channel));
    }

    [Fact]
    public async Task A_group_mentions_who_was_its_member_and_in_the_channel_at_the_time()
    {
        var (bob, bobId) = await api.NewMemberAsync();
        var (carl, carlId) = await api.NewMemberAsync();
        var (dora, doraId) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(bob);
        await api.OkAsync("conversations.join", carl, ("channel", channel));
        var name = ProductApi.Unique("named");
        var group = (await api.OkAsync("usergroups.create", api.Ann, ("name", name), ("handle", name))).GetProperty("usergroup").Text("id");
        await api.OkAsync("usergroups.users.update", api.Ann, ("usergroup", group), ("users", $"{bobId},{carlId},{doraId}"));

        var ts = await api.PostAsync(bob, channel, $"<!subteam^{group}|@{name}> and <@{carlId}>, <!subteam^{group}> again");
        Assert.Equal(((1, 0), (1, 1)), (await CountsAsync(bob, channel), await CountsAsync(carl, channel)));
        await api.OkAsync("conversations.join", dora, ("channel", channel));
        Assert.Equal((0, 0), await CountsAsync(dora, channel));

        // Who comes later was not meant, who goes later was.
        await api.OkAsync("usergroups.users.update", api.Ann, ("usergroup", group), ("users", doraId));
        var second = await api.PostAsync(bob, channel, $"<!subteam^{group}>");
        Assert.Equal(((2, 1), (1, 1)), (await CountsAsync(carl, channel), await CountsAsync(dora, channel)));
        await api.OkAsync("chat.update", bob, ("channel", channel), ("ts", ts), ("text", "nobody"));
        Assert.Equal((2, 0), await CountsAsync(carl, channel));
        await api.OkAsync("chat.update", bob, ("channel", channel), ("ts", ts), ("text", $"<!subteam^{group}> after all"));
        await api.OkAsync("chat.delete", bob, ("channel", channel), ("ts", second));
        Assert.Equal(((2, 0), (1, 0)), (await CountsAsync(carl, channel), await CountsAsync(dora, channel)));

        await api.OkAsync("chat.postMessage", dora, ("channel", channel), ("thread_ts", ts), ("text", "in a thread"));
        await api.OkAsync("usergroups.users.update", api.Ann, ("usergroup", group), ("users", carlId));
        await api.OkAsync("chat.postMessage", dora, ("channel", channel), ("thread_ts", ts), ("text", $"<!subteam^{group}>"));
        var threads = (await api.OkAsync("client.counts", carl)).GetProperty("threads");
        Assert.Equal((1, 1), (threads.GetProperty("unread_count").GetInt32(), threads.GetProperty("mention_count").GetInt32()));
        await api.OkAsync("usergroups.disable", api.Ann, ("usergroup", group));
        await api.PostAsync(bob, channel, $"<!subteam^{group}> is no more, nor is <!subteam^S00000000>");
        Assert.Equal((3, 0), await CountsAsync(carl, channel));
    }

    [Fact]
    public async Task A_muted_channel_looks_read_and_keeps_its_counts()
    {
        var (bob, bobId) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(api.Ann);
        await api.OkAsync("conversations.invite", api.Ann, ("channel", channel), ("users", bobId));
        await api.PostAsync(api.Ann, channel, $"<@{bobId}>");
        foreach (var (muted, hasUnreads) in new[] { (channel, false), (string.Empty, true) })
        {
            await api.OkAsync("users.prefs.set", bob, ("name", "muted_channels"), ("value", muted));
            var counts = (await api.OkAsync("client.counts", bob)).GetProperty("channels").EnumerateArray().Single(c => c.Text("id") == channel);
            var boot = (await api.OkAsync("social.boot", bob)).GetProperty("channels").EnumerateArray().Single(c => c.Text("id") == channel);
            Assert.Equal((hasUnreads, hasUnreads), (counts.GetProperty("has_unreads").GetBoolean(), boot.GetProperty("has_unreads").GetBoolean()));
            Assert.Equal((1, 1), (counts.GetProperty("unread_count").GetInt32(), counts.GetProperty("mention_count").GetInt32()));
        }
    }

    [Fact]
    public async Task Every_unread_message_of_a_direct_conversation_is_for_the_other_one()
    {
        var (ann, _) = await api.NewMemberAsync();
        var (bob, bobId) = await api.NewMemberAsync();
        var id = (await api.OkAsync("conversations.open", ann, ("users", bobId))).GetProperty("channel").Text("id");
        await api.PostAsync(ann, id, "one");
        await api.PostAsync(ann, id, "two");
        Assert.Equal((2, 2), await CountsAsync(bob, id, "ims"));
    }

    [Fact]
    public async Task Boot_has_my_channels_and_whom_they_name_and_nothing_of_the_rest()
    {
        var (ann, annId) = await api.NewMemberAsync();
        var (_, bobId) = await api.NewMemberAsync();
        var mine = await api.NewChannelAsync(ann);
        var other = await api.NewChannelAsync(api.Ann);
        var direct = (await api.OkAsync("conversations.open", ann, ("users", bobId))).GetProperty("channel").Text("id");
        var boot = await api.OkAsync("social.boot", ann);
        Assert.Equal(annId, boot.GetProperty("self").Text("id"));
        var channels = boot.GetProperty("channels").EnumerateArray().ToDictionary(c => c.Text("id"));
        Assert.Contains(mine, channels.Keys);
        Assert.DoesNotContain(other, channels.Keys);
        Assert.Equal([bobId], channels[direct].GetProperty("users").EnumerateArray().Select(u => u.GetString()));
        Assert.Equal(["USLACKBOT", bobId], boot.GetProperty("users").EnumerateArray().Select(u => u.Text("id")).OrderByDescending(u => u == "USLACKBOT"));
        await using var socket = await TestSocket.OpenAsync(boot.Text("url"));
        var ts = await api.PostAsync(ann, mine, "after the boot");
        await socket.WaitAsync("the message", f => TestSocket.Is(f, "message") && TestSocket.Text(f, "ts") == ts);
    }

    [Fact]
    public async Task Changed_members_are_listed_in_the_order_of_their_changes()
    {
        var (_, first) = await api.NewMemberAsync();
        var since = (await ChangesAsync("0")).GetProperty("members").EnumerateArray().Last();
        Assert.Equal(first, since.Text("id"));
        var latest = (await ChangesAsync("0")).Text("latest_ts");
        Assert.Empty((await ChangesAsync(latest)).GetProperty("members").EnumerateArray());
        var (_, second) = await api.NewMemberAsync();
        Assert.Equal([second], (await ChangesAsync(latest)).GetProperty("members").EnumerateArray().Select(m => m.Text("id")));
        Assert.Equal("invalid_ts", await api.ErrorAsync("social.users.changes", api.Ann, ("since", "yesterday")));
    }

    private Task<JsonElement> ChangesAsync(string since) =>
        api.OkAsync("social.users.changes", api.Ann, ("since", since == "0" ? null : since), ("limit", "1000"));

    private async Task<(int Unread, int Mentions)> CountsAsync(string token, string channel, string list = "channels")
    {
        var counts = (await api.OkAsync("client.counts", token)).GetProperty(list).EnumerateArray().Single(c => c.Text("id") == channel);
        Assert.Equal(counts.GetProperty("unread_count").GetInt32() > 0, counts.GetProperty("has_unreads").GetBoolean());
        return (counts.GetProperty("unread_count").GetInt32(), counts.GetProperty("mention_count").GetInt32());
    }
}
