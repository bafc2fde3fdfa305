using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Conversations that their members name: one for the same members, seen by nobody else.</summary>
[Collection(ProductCollection.Name)]
public sealed class DirectConversationTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Two_members_have_one_conversation_whoever_opens_it()
    {
        var (ann, annId) = await api.NewMemberAsync();
        var (bob, bobId) = await api.NewMemberAsync();
        using var socket = await RtmClient.OpenAsync(api, bob);
        var opened = await api.OkAsync("conversations.open", ann, ("users", bobId), ("return_im", "true"));
        var channel = opened.GetProperty("channel");
        var id = channel.Text("id");
        Assert.StartsWith("D", id, StringComparison.Ordinal);
        Assert.Equal((bobId, true, false), (channel.Text("user"), channel.GetProperty("is_im").GetBoolean(), channel.GetProperty("is_channel").GetBoolean()));
        Assert.False(opened.GetProperty("already_open").GetBoolean());
        var created = await socket.FrameAsync("im_created", f => TestSocket.Is(f, "im_created") && f.GetProperty("channel").Text("id") == id);
        Assert.Equal((bobId, annId), (created.Text("user"), created.GetProperty("channel").Text("user")));

        var again = await api.OkAsync("conversations.open", bob, ("users", annId));
        Assert.Equal((id, true), (again.GetProperty("channel").Text("id"), again.GetProperty("already_open").GetBoolean()));
        Assert.Equal(id, (await api.OkAsync("im.open", ann, ("user", bobId))).GetProperty("channel").Text("id"));

        await api.PostAsync(ann, id, "only for you");
        var message = await socket.FrameAsync("the message", f => TestSocket.Is(f, "message") && f.Text("channel") == id);
        Assert.Equal(("only for you", "im"), (message.Text("text"), message.Text("channel_type")));
        Assert.Equal(["only for you"], await api.TextsAsync(bob, id));
        Assert.Equal([id], (await ListAsync(bob, "im")).Where(c => c.Text("user") == annId).Select(c => c.Text("id")));
    }

    [Fact]
    public async Task Who_begins_a_conversation_has_opened_it()
    {
        var (ann, annId) = await api.NewMemberAsync();
        var (bob, bobId) = await api.NewMemberAsync();
        using var opener = await RtmClient.OpenAsync(api, ann);
        using var other = await RtmClient.OpenAsync(api, bob);
        var id = (await api.OkAsync("conversations.open", ann, ("users", bobId))).GetProperty("channel").Text("id");
        await api.PostAsync(ann, id, "hello");

        var opened = await opener.FrameAsync("im_open", f => TestSocket.Is(f, "im_open"));
        Assert.Equal((annId, id), (opened.Text("user"), opened.Text("channel")));
        Assert.Equal(["im_created", "im_open"], opener.Frames.Select(f => f.Text("type")).Where(t => t.StartsWith("im_", StringComparison.Ordinal)));
        await other.FrameAsync("the message", f => TestSocket.Is(f, "message") && f.Text("channel") == id);
        Assert.DoesNotContain("im_open", other.Frames.Select(f => f.TryGetProperty("type", out var type) ? type.GetString() : null));
    }

    [Fact]
    public async Task A_post_to_a_member_goes_to_their_conversation()
    {
        var (ann, _) = await api.NewMemberAsync();
        var (bob, bobId) = await api.NewMemberAsync();
        var first = (await api.OkAsync("chat.postMessage", ann, ("channel", bobId), ("text", "one"))).Text("channel");
        Assert.Equal(first, (await api.OkAsync("chat.postMessage", ann, ("channel", bobId), ("text", "two"))).Text("channel"));
        Assert.Equal(["two", "one"], await api.TextsAsync(bob, first));
        Assert.Equal("user_not_found", await api.ErrorAsync("chat.postMessage", ann, ("channel", "U00NOBODY00"), ("text", "x")));
    }

    [Fact]
    public async Task A_group_is_named_by_its_members_and_strangers_do_not_see_it()
    {
        var (ann, annId) = await api.NewMemberAsync();
        var (bob, bobId) = await api.NewMemberAsync();
        var (carol, carolId) = await api.NewMemberAsync();
        var (stranger, _) = await api.NewMemberAsync();
        var group = (await api.OkAsync("conversations.open", ann, ("users", $"{carolId},{bobId},{annId}"), ("return_im", "1"))).GetProperty("channel");
        var id = group.Text("id");
        Assert.True(group.GetProperty("is_mpim").GetBoolean());
        Assert.StartsWith("mpdm-", group.Text("name"), StringComparison.Ordinal);
        Assert.Equal(id, (await api.OkAsync("conversations.open", carol, ("users", $"{annId},{bobId}"))).GetProperty("channel").Text("id"));
        await api.PostAsync(bob, id, "canary of the group");
        Assert.Equal(3, (await api.OkAsync("conversations.members", carol, ("channel", id))).GetProperty("members").GetArrayLength());

        foreach (var method in new[] { "conversations.info", "conversations.history", "conversations.members", "chat.postMessage", "conversations.close" })
        {
            Assert.Equal((method, "channel_not_found"), (method, await api.ErrorAsync(method, stranger, ("channel", id), ("text", "x"))));
        }

        Assert.DoesNotContain(await ListAsync(stranger, "im,mpim"), c => c.Text("id") == id);
        foreach (var method in new[] { "conversations.join", "conversations.leave", "conversations.invite", "conversations.archive", "conversations.setTopic", "conversations.rename" })
        {
            var error = await api.ErrorAsync(method, ann, ("channel", id), ("topic", "x"), ("name", "x"), ("users", (await api.NewMemberAsync()).User));
            Assert.Equal((method, "method_not_supported_for_channel_type"), (method, error));
        }
    }

    [Fact]
    public async Task A_closed_conversation_is_open_again_when_something_happens_there()
    {
        var (ann, _) = await api.NewMemberAsync();
        var (bob, bobId) = await api.NewMemberAsync();
        using var socket = await RtmClient.OpenAsync(api, ann);
        var id = (await api.OkAsync("conversations.open", ann, ("users", bobId))).GetProperty("channel").Text("id");
        await api.PostAsync(bob, id, "one");
        Assert.False((await api.OkAsync("conversations.close", ann, ("channel", id))).GetProperty("already_closed").GetBoolean());
        await socket.FrameAsync("im_close", f => TestSocket.Is(f, "im_close") && f.Text("channel") == id);
        Assert.True((await api.OkAsync("conversations.close", ann, ("channel", id))).GetProperty("already_closed").GetBoolean());
        Assert.False(await IsOpenAsync());
        await api.PostAsync(bob, id, "two");
        Assert.True(await IsOpenAsync());
        await api.OkAsync("conversations.close", ann, ("channel", id));
        await api.OkAsync("conversations.open", ann, ("channel", id));
        Assert.True(await IsOpenAsync());

        async Task<bool> IsOpenAsync() => (await ListAsync(ann, "im")).Single(c => c.Text("id") == id).GetProperty("is_open").GetBoolean();
    }

    [Fact]
    public async Task Everybody_has_a_conversation_with_Slackbot_and_may_talk_to_themselves()
    {
        var (token, user) = await api.NewMemberAsync();
        Assert.Contains(await ListAsync(token, "im"), c => c.Text("user") == "USLACKBOT");
        var slackbot = (await api.OkAsync("users.info", token, ("user", "USLACKBOT"))).GetProperty("user");
        Assert.Equal(("Slackbot", "Slackbot"), (slackbot.Text("real_name"), slackbot.GetProperty("profile").Text("display_name")));
        var own = (await api.OkAsync("conversations.open", token, ("users", user))).GetProperty("channel").Text("id");
        await api.PostAsync(token, own, "note");
        Assert.Equal(["note"], await api.TextsAsync(token, own));
        Assert.Equal(user, (await ListAsync(token, "im")).Single(c => c.Text("id") == own).Text("user"));
    }

    [Theory]
    [InlineData("", "users_list_not_supplied")]
    [InlineData("U00NOBODY00", "user_not_found")]
    [InlineData("nonsense", "user_not_found")]
    [InlineData("U000000001,U000000002,U000000003,U000000004,U000000005,U000000006,U000000007,U000000008,U000000009", "too_many_users")]
    public async Task Users_that_do_not_do_are_refused(string users, string error) =>
        Assert.Equal(error, await api.ErrorAsync("conversations.open", api.Ann, ("users", users)));

    [Fact]
    public async Task Foreign_users_and_channels_are_refused()
    {
        var (_, stranger, _) = await api.NewTeamAsync();
        Assert.Equal("user_not_found", await api.ErrorAsync("conversations.open", api.Ann, ("users", stranger)));
        Assert.Equal("channel_not_found", await api.ErrorAsync("conversations.open", api.Ann, ("channel", "D0000000000000AB")));
        var channel = await api.NewChannelAsync(api.Ann);
        Assert.Equal("method_not_supported_for_channel_type", await api.ErrorAsync("conversations.open", api.Ann, ("channel", channel)));
        Assert.Equal("method_not_supported_for_channel_type", await api.ErrorAsync("conversations.close", api.Ann, ("channel", channel)));
    }

    private async Task<List<JsonElement>> ListAsync(string token, string types) =>
        [.. (await api.OkAsync("conversations.list", token, ("types", types), ("limit", "999"))).GetProperty("channels").EnumerateArray()];
}
