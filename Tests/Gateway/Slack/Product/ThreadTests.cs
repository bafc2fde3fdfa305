using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Who follows a thread, what of it is unread for them, and who hears of it.</summary>
[Collection(ProductCollection.Name)]
public sealed class ThreadTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task A_thread_is_followed_by_who_began_it_who_replied_and_whom_it_names()
    {
        var (ann, bob, carl, channel) = await ThreeInAChannelAsync();
        var parent = await api.PostAsync(ann.Token, channel, "parent");
        Assert.Equal((false, 0, 0), await ThreadsAsync(ann.Token));
        var first = await ReplyAsync(bob.Token, channel, parent, "first");

        // Ann began it and has not read the reply; Bob wrote it; Carl has nothing to do with it.
        Assert.Equal((true, parent), await ParentAsync(ann.Token, channel, parent));
        Assert.Equal((true, first), await ParentAsync(bob.Token, channel, parent));
        Assert.Equal((false, null), await ParentAsync(carl.Token, channel, parent));
        Assert.Equal(((true, 1, 0), (false, 0, 0), (false, 0, 0)), (await ThreadsAsync(ann.Token), await ThreadsAsync(bob.Token), await ThreadsAsync(carl.Token)));

        var second = await ReplyAsync(bob.Token, channel, parent, $"<@{carl.User}> and <!channel>");
        Assert.Equal(((true, 1, 0), (true, 1, 1)), (await ThreadsAsync(ann.Token), await ThreadsAsync(carl.Token)));
        await api.OkAsync("subscriptions.thread.mark", carl.Token, ("channel", channel), ("thread_ts", parent), ("ts", second), ("read", "1"));
        Assert.Equal((false, 0, 0), await ThreadsAsync(carl.Token));
        await api.OkAsync("subscriptions.thread.mark", carl.Token, ("channel", channel), ("thread_ts", parent), ("ts", first));
        Assert.Equal((true, 1, 1), await ThreadsAsync(carl.Token));

        // An edit takes the mention away; he follows all the same.
        await api.OkAsync("chat.update", bob.Token, ("channel", channel), ("ts", second), ("text", "nobody"));
        Assert.Equal((true, 1, 0), await ThreadsAsync(carl.Token));
        Assert.Equal((true, 1, 0), await BootThreadsAsync(carl.Token));
        var counts = (await api.OkAsync("client.counts", carl.Token, ("thread_counts_by_channel", "true"))).GetProperty("threads");
        Assert.Equal(1, counts.GetProperty("unread_count_by_channel").GetProperty(channel).GetInt32());
        Assert.False(counts.GetProperty("mention_count_by_channel").TryGetProperty(channel, out _));
    }

    [Fact]
    public async Task Who_left_the_channel_has_no_unread_thread_there()
    {
        var (ann, bob, _, channel) = await ThreeInAChannelAsync();
        var parent = await api.PostAsync(bob.Token, channel, "parent");
        await ReplyAsync(ann.Token, channel, parent, "reply");
        Assert.Equal((true, 1, 0), await ThreadsAsync(bob.Token));
        await api.OkAsync("conversations.leave", bob.Token, ("channel", channel));
        Assert.Equal((false, 0, 0), await ThreadsAsync(bob.Token));
        await ReplyAsync(ann.Token, channel, parent, $"<@{bob.User}>");
        await api.OkAsync("conversations.join", bob.Token, ("channel", channel));
        Assert.Equal((true, 1, 0), await ThreadsAsync(bob.Token));
        Assert.Equal((false, 0, 0), await ThreadsAsync(ann.Token));
    }

    [Fact]
    public async Task Follow_and_unfollow_by_hand()
    {
        var (ann, bob, carl, channel) = await ThreeInAChannelAsync();
        var parent = await api.PostAsync(ann.Token, channel, "parent");
        var reply = await ReplyAsync(bob.Token, channel, parent, "reply");
        (string, string?)[] thread = [("channel", channel), ("thread_ts", parent)];
        Assert.Empty(await SubscriptionsAsync(carl.Token, thread));
        await api.OkAsync("subscriptions.thread.add", carl.Token, thread);
        await api.OkAsync("subscriptions.thread.add", carl.Token, [.. thread, ("last_read", reply)]);
        Assert.Equal([parent], await SubscriptionsAsync(carl.Token, thread));
        Assert.Equal((true, 1, 0), await ThreadsAsync(carl.Token));
        await api.OkAsync("subscriptions.thread.remove", carl.Token, thread);
        Assert.Equal((false, null), await ParentAsync(carl.Token, channel, parent));
        await api.OkAsync("subscriptions.thread.mark", carl.Token, [.. thread, ("ts", reply)]);
        Assert.Empty(await SubscriptionsAsync(carl.Token, thread));

        await api.OkAsync("subscriptions.thread.remove", bob.Token, thread);
        await ReplyAsync(ann.Token, channel, parent, "not heard");
        Assert.Equal((false, 0, 0), await ThreadsAsync(bob.Token));
        await ReplyAsync(ann.Token, channel, parent, $"<@{bob.User}> heard");
        Assert.Equal((true, 1, 1), await ThreadsAsync(bob.Token));

        Assert.Equal("thread_not_found", await api.ErrorAsync("subscriptions.thread.add", carl.Token, ("channel", channel), ("thread_ts", reply)));
        Assert.Equal("thread_not_found", await api.ErrorAsync("subscriptions.thread.add", carl.Token, ("channel", channel), ("thread_ts", "1.5")));
        Assert.Equal("invalid_timestamp", await api.ErrorAsync("subscriptions.thread.mark", carl.Token, [.. thread, ("ts", "soon")]));
    }

    [Fact]
    public async Task Frames_of_a_thread_go_to_the_channel_and_those_of_following_to_the_member()
    {
        var (ann, bob, carl, channel) = await ThreeInAChannelAsync();
        var parent = await api.PostAsync(ann.Token, channel, "parent");
        using var hers = await RtmClient.OpenAsync(api, ann.Token);
        using var other = await RtmClient.OpenAsync(api, carl.Token);
        var reply = await ReplyAsync(bob.Token, channel, parent, "reply");

        var followed = (await hers.FrameAsync("thread_subscribed", f => TestSocket.Is(f, "thread_subscribed"))).GetProperty("subscription");
        Assert.Equal((channel, parent, true, parent), (followed.Text("channel"), followed.Text("thread_ts"), followed.GetProperty("active").GetBoolean(), followed.Text("last_read")));
        var replied = await other.FrameAsync("message_replied", f => TestSocket.Text(f, "subtype") == "message_replied");
        Assert.True(replied.GetProperty("hidden").GetBoolean());
        var message = replied.GetProperty("message");
        Assert.Equal((parent, 1, ann.User), (message.Text("thread_ts"), message.GetProperty("reply_count").GetInt32(), message.Text("user")));
        Assert.Equal((bob.User, reply), (message.GetProperty("replies")[0].Text("user"), message.GetProperty("replies")[0].Text("ts")));
        var shown = await other.FrameAsync("the reply", f => TestSocket.Text(f, "text") == "reply");
        Assert.Equal(ann.User, shown.Text("parent_user_id"));

        await api.OkAsync("subscriptions.thread.mark", ann.Token, ("channel", channel), ("thread_ts", parent), ("ts", reply));
        var marked = (await hers.FrameAsync("thread_marked", f => TestSocket.Is(f, "thread_marked"))).GetProperty("subscription");
        Assert.Equal((channel, reply), (marked.Text("channel"), marked.Text("last_read")));
        await api.OkAsync("subscriptions.thread.remove", ann.Token, ("channel", channel), ("thread_ts", parent));
        var gone = (await hers.FrameAsync("thread_unsubscribed", f => TestSocket.Is(f, "thread_unsubscribed"))).GetProperty("subscription");
        Assert.False(gone.GetProperty("active").GetBoolean());

        await api.OkAsync("chat.postMessage", bob.Token, ("channel", channel), ("thread_ts", parent), ("text", "for all"), ("reply_broadcast", "true"));
        var broadcast = await other.FrameAsync("the broadcast", f => TestSocket.Text(f, "subtype") == "thread_broadcast");
        Assert.Equal((parent, "parent", 2), (broadcast.GetProperty("root").Text("ts"), broadcast.GetProperty("root").Text("text"), broadcast.GetProperty("root").GetProperty("reply_count").GetInt32()));
        Assert.DoesNotContain(other.Frames, f => f.Text("type").StartsWith("thread_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_names_who_began_its_thread_wherever_it_is_shown()
    {
        var (ann, bob, _, channel) = await ThreeInAChannelAsync();
        var parent = await api.PostAsync(ann.Token, channel, "parent");
        var posted = await api.OkAsync("chat.postMessage", bob.Token, ("channel", channel), ("thread_ts", parent), ("text", "for all"), ("reply_broadcast", "1"));
        var reply = posted.Text("ts");
        Assert.Equal(ann.User, posted.GetProperty("message").Text("parent_user_id"));
        await api.OkAsync("pins.add", ann.Token, ("channel", channel), ("timestamp", reply));
        await ShownAsync();

        // More than the channel has in memory: the same is read from the database.
        for (var i = 0; i < 16; i++)
        {
            await api.PostAsync(bob.Token, channel, new string('x', 40_000));
        }

        await ShownAsync();

        async Task ShownAsync()
        {
            var page = await api.OkAsync("conversations.history", bob.Token, ("channel", channel), ("oldest", parent), ("inclusive", "1"), ("limit", "2"));
            var thread = await api.OkAsync("conversations.replies", bob.Token, ("channel", channel), ("ts", parent));
            JsonElement[] replies =
            [
                page.GetProperty("messages")[0], thread.GetProperty("messages")[1],
                (await api.OkAsync("reactions.get", bob.Token, ("channel", channel), ("timestamp", reply))).GetProperty("message"),
                (await api.OkAsync("pins.list", bob.Token, ("channel", channel))).GetProperty("items")[0].GetProperty("message"),
            ];
            Assert.All(replies, m => Assert.Equal((reply, ann.User), (m.Text("ts"), m.Text("parent_user_id"))));
            Assert.All([page.GetProperty("messages")[1], thread.GetProperty("messages")[0]], m => Assert.False(m.TryGetProperty("parent_user_id", out _)));
        }
    }

    [Fact]
    public async Task What_a_cut_socket_missed_of_threads_comes_after_the_resume()
    {
        var (ann, bob, _, channel) = await ThreeInAChannelAsync();
        var parent = await api.PostAsync(ann.Token, channel, "parent");
        await using var first = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", ann.Token)).Text("url"));
        await first.ConfirmAsync();
        await first.ResetAsync();
        await ReplyAsync(bob.Token, channel, parent, "missed");
        await using var second = await TestSocket.OpenAsync((await api.OkAsync("rtm.connect", ann.Token)).Text("url"));
        await second.WaitAsync("thread_subscribed", f => TestSocket.Is(f, "thread_subscribed"));
        await second.WaitAsync("message_replied", f => TestSocket.Text(f, "subtype") == "message_replied");
    }

    [Fact]
    public async Task A_deleted_reply_leaves_count_writers_and_newest_of_the_thread()
    {
        var (ann, bob, carl, channel) = await ThreeInAChannelAsync();
        var parent = await api.PostAsync(ann.Token, channel, "parent");
        var first = await ReplyAsync(bob.Token, channel, parent, "one");
        var second = await ReplyAsync(carl.Token, channel, parent, "two");
        var third = await ReplyAsync(bob.Token, channel, parent, "three");
        await api.OkAsync("subscriptions.thread.mark", ann.Token, ("channel", channel), ("thread_ts", parent), ("ts", second));
        Assert.Equal((true, 1, 0), await ThreadsAsync(ann.Token));

        await api.OkAsync("chat.delete", bob.Token, ("channel", channel), ("ts", third));
        Assert.Equal((2, second, $"{bob.User} {carl.User}"), await SummaryAsync(ann.Token, channel, parent));
        Assert.Equal((false, 0, 0), await ThreadsAsync(ann.Token));
        await api.OkAsync("chat.delete", bob.Token, ("channel", channel), ("ts", first));
        Assert.Equal((1, second, carl.User), await SummaryAsync(ann.Token, channel, parent));
        await api.OkAsync("chat.delete", carl.Token, ("channel", channel), ("ts", second));
        Assert.Equal((0, string.Empty, string.Empty), await SummaryAsync(ann.Token, channel, parent));

        await ReplyAsync(bob.Token, channel, parent, "four");
        Assert.Equal((true, 1, 0), await ThreadsAsync(ann.Token));
        await api.OkAsync("chat.delete", ann.Token, ("channel", channel), ("ts", parent));
        Assert.Equal((false, 0, 0), await ThreadsAsync(ann.Token));
    }

    [Fact]
    public async Task A_reply_asked_for_by_its_own_ts_comes_alone()
    {
        var (ann, bob, carl, channel) = await ThreeInAChannelAsync();
        var parent = await api.PostAsync(ann.Token, channel, "parent");
        var reply = await ReplyAsync(bob.Token, channel, parent, "reply");
        await ReplyAsync(carl.Token, channel, parent, "another");

        var page = await api.OkAsync("conversations.replies", carl.Token, ("channel", channel), ("ts", reply));

        var message = Assert.Single(page.GetProperty("messages").EnumerateArray());
        Assert.Equal((reply, parent, "reply"), (message.Text("ts"), message.Text("thread_ts"), message.Text("text")));
        Assert.False(page.GetProperty("has_more").GetBoolean());
        Assert.False(message.TryGetProperty("parent_user_id", out var author) && author.GetString() != ann.User);
        await api.OkAsync("chat.delete", bob.Token, ("channel", channel), ("ts", reply));
        Assert.Equal("thread_not_found", await api.ErrorAsync("conversations.replies", carl.Token, ("channel", channel), ("ts", reply)));
    }

    [Fact]
    public async Task A_deleted_parent_is_a_tombstone_as_long_as_its_thread_has_replies()
    {
        var (ann, bob, carl, channel) = await ThreeInAChannelAsync();
        using var socket = await RtmClient.OpenAsync(api, carl.Token);
        var before = await LatestAsync(carl.Token, channel);
        var parent = await api.PostAsync(ann.Token, channel, "secret");
        var first = await ReplyAsync(bob.Token, channel, parent, "one");
        var second = await ReplyAsync(carl.Token, channel, parent, "two");
        await api.OkAsync("chat.delete", ann.Token, ("channel", channel), ("ts", parent));

        var replies = (await api.OkAsync("conversations.replies", carl.Token, ("channel", channel), ("ts", parent))).GetProperty("messages").EnumerateArray().ToList();
        var history = (await api.OkAsync("conversations.history", carl.Token, ("channel", channel))).GetProperty("messages")[0];
        Assert.Equal([parent, first, second], replies.Select(m => m.Text("ts")));
        Assert.Equal(replies[0].ToString(), history.ToString());
        Assert.Equal(("tombstone", "USLACKBOT", "This message was deleted."), (history.Text("subtype"), history.Text("user"), history.Text("text")));
        Assert.Equal((true, parent, 2, second), (history.GetProperty("hidden").GetBoolean(), history.Text("thread_ts"), history.GetProperty("reply_count").GetInt32(), history.Text("latest_reply")));
        Assert.Equal((parent, parent), (await LatestAsync(carl.Token, channel), await LatestAsync(carl.Token, channel, "client.counts")));
        var changed = await socket.FrameAsync("the tombstone", f => TestSocket.Text(f, "subtype") == "message_changed");
        Assert.Equal(WithoutOwn(history), WithoutOwn(changed.GetProperty("message")));
        Assert.Equal(string.Empty, changed.GetProperty("previous_message").Text("text"));
        Assert.Equal("thread_not_found", await api.ErrorAsync("chat.postMessage", bob.Token, ("channel", channel), ("thread_ts", parent), ("text", "late")));
        Assert.Equal("message_not_found", await api.ErrorAsync("chat.delete", ann.Token, ("channel", channel), ("ts", parent)));

        // With its last reply it goes.
        await api.OkAsync("chat.delete", bob.Token, ("channel", channel), ("ts", first));
        Assert.Equal((1, second, carl.User), await SummaryAsync(ann.Token, channel, parent));
        await api.OkAsync("chat.delete", carl.Token, ("channel", channel), ("ts", second));
        Assert.Equal("thread_not_found", await api.ErrorAsync("conversations.replies", carl.Token, ("channel", channel), ("ts", parent)));
        Assert.Equal(before, await LatestAsync(carl.Token, channel));
        var last = await socket.FrameAsync("the deletion of the last reply", f => TestSocket.Text(f, "deleted_ts") == second);
        Assert.Equal(before, last.Text("latest"));
        Assert.DoesNotContain((await api.OkAsync("conversations.history", carl.Token, ("channel", channel))).GetProperty("messages").EnumerateArray(), m => m.Text("ts") == parent);
    }

    [Fact]
    public async Task The_frame_of_an_edit_has_the_whole_message()
    {
        var (ann, bob, carl, channel) = await ThreeInAChannelAsync();
        var parent = await api.PostAsync(ann.Token, channel, "parent");
        await ReplyAsync(carl.Token, channel, parent, "one");
        var reply = await ReplyAsync(bob.Token, channel, parent, "two");
        await api.OkAsync("reactions.add", bob.Token, ("channel", channel), ("timestamp", parent), ("name", "eyes"));
        await api.OkAsync("reactions.add", carl.Token, ("channel", channel), ("timestamp", parent), ("name", "eyes"));
        using var socket = await RtmClient.OpenAsync(api, carl.Token);
        await api.OkAsync("chat.update", ann.Token, ("channel", channel), ("ts", parent), ("text", "changed"));
        await api.OkAsync("chat.update", bob.Token, ("channel", channel), ("ts", reply), ("text", "changed too"));
        var shown = (await api.OkAsync("conversations.replies", carl.Token, ("channel", channel), ("ts", parent))).GetProperty("messages").EnumerateArray().ToList();

        foreach (var message in (JsonElement[])[shown[0], shown[2]])
        {
            var frame = await socket.FrameAsync("message_changed", f => f.TryGetProperty("message", out var m) && m.Text("ts") == message.Text("ts"));
            Assert.Equal(WithoutOwn(message), WithoutOwn(frame.GetProperty("message")));
        }

        Assert.Equal(2, shown[0].GetProperty("reactions")[0].GetProperty("count").GetInt32());
        Assert.Equal(ann.User, shown[2].Text("parent_user_id"));
    }

    // What a message has for the caller alone is in no frame of the channel.
    private static IReadOnlyList<string> WithoutOwn(JsonElement message) =>
        [.. message.EnumerateObject().Where(m => m.Name is not ("subscribed" or "last_read")).Select(m => m.ToString()).Order(StringComparer.Ordinal)];

    private async Task<string> LatestAsync(string token, string channel, string method = "social.boot") =>
        (await api.OkAsync(method, token)).GetProperty("channels").EnumerateArray().Single(c => c.Text("id") == channel).Text("latest");

    private async Task<((string Token, string User) Ann, (string Token, string User) Bob, (string Token, string User) Carl, string Channel)> ThreeInAChannelAsync()
    {
        var (ann, bob, carl) = (await api.NewMemberAsync(), await api.NewMemberAsync(), await api.NewMemberAsync());
        var channel = await api.NewChannelAsync(ann.Token);
        await api.OkAsync("conversations.join", bob.Token, ("channel", channel));
        await api.OkAsync("conversations.join", carl.Token, ("channel", channel));
        return (ann, bob, carl, channel);
    }

    private async Task<string> ReplyAsync(string token, string channel, string thread, string text) =>
        (await api.OkAsync("chat.postMessage", token, ("channel", channel), ("thread_ts", thread), ("text", text))).Text("ts");

    private async Task<(bool Subscribed, string? LastRead)> ParentAsync(string token, string channel, string ts)
    {
        var replies = await api.OkAsync("conversations.replies", token, ("channel", channel), ("ts", ts));
        var history = await api.OkAsync("conversations.history", token, ("channel", channel));
        var parent = replies.GetProperty("messages")[0];
        Assert.Equal(parent.ToString(), history.GetProperty("messages").EnumerateArray().Single(m => m.Text("ts") == ts).ToString());
        return (parent.GetProperty("subscribed").GetBoolean(), parent.TryGetProperty("last_read", out var read) ? read.GetString() : null);
    }

    private async Task<(int Count, string Latest, string Users)> SummaryAsync(string token, string channel, string ts)
    {
        var history = await api.OkAsync("conversations.history", token, ("channel", channel));
        var parent = history.GetProperty("messages").EnumerateArray().Single(m => m.Text("ts") == ts);
        return parent.TryGetProperty("reply_count", out var count)
            ? (count.GetInt32(), parent.Text("latest_reply"), string.Join(' ', parent.GetProperty("reply_users").EnumerateArray().Select(u => u.GetString())))
            : (0, string.Empty, string.Empty);
    }

    private async Task<string?[]> SubscriptionsAsync(string token, (string, string?)[] thread) =>
        [.. (await api.OkAsync("subscriptions.thread.get", token, thread)).GetProperty("subscriptions").EnumerateArray().Select(t => t.GetString())];

    private async Task<(bool HasUnreads, int Threads, int Mentions)> ThreadsAsync(string token) => Counts(await api.OkAsync("client.counts", token));

    private async Task<(bool HasUnreads, int Threads, int Mentions)> BootThreadsAsync(string token) => Counts(await api.OkAsync("social.boot", token));

    private static (bool HasUnreads, int Threads, int Mentions) Counts(JsonElement answer)
    {
        var threads = answer.GetProperty("threads");
        return (threads.GetProperty("has_unreads").GetBoolean(), threads.GetProperty("unread_count").GetInt32(), threads.GetProperty("mention_count").GetInt32());
    }
}
